"""Pictures as a page shows them: the sizes that exist, the words that go with them."""

from collections.abc import Iterable
from dataclasses import dataclass

from broadsheet.newsroom.models.images import (
    LADDER_WIDTHS,
    CreditedImage,
    CreditedRendition,
    ladder_spec,
)

SPECS = {ladder_spec(width): width for width in LADDER_WIDTHS}


@dataclass(frozen=True)
class Picture:
    """One picture, ready for a template; `srcset` is empty until the ladder is rendered."""

    id: int
    src: str
    srcset: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str


def pictures_of(images: Iterable[CreditedImage | None]) -> dict[int, Picture]:
    """The given images by id, each with the rungs of its ladder that exist. One query."""
    wanted = {image.pk: image for image in images if image is not None}
    if not wanted:
        return {}
    rungs: dict[int, list[CreditedRendition]] = {}
    found = CreditedRendition.objects.filter(
        image__in=wanted, filter_spec__in=SPECS, focal_point_key=""
    ).order_by("width", "id")
    for rendition in found:
        rungs.setdefault(rendition.image_id, []).append(rendition)
    return {pk: _picture(image, rungs.get(pk, [])) for pk, image in wanted.items()}


def render_ladder(image: CreditedImage) -> None:
    """Render every rung of an image that is not there yet; slow, so only in a job."""
    for spec in SPECS:
        image.get_rendition(spec)


def _picture(image: CreditedImage, rungs: list[CreditedRendition]) -> Picture:
    rungs = list({rung.width: rung for rung in rungs}.values())  # a small picture is not enlarged
    largest = rungs[-1] if rungs else image
    return Picture(
        id=image.pk,
        src=largest.file.url,
        srcset=", ".join(f"{rung.file.url} {rung.width}w" for rung in rungs),
        width=largest.width,
        height=largest.height,
        alt=image.alt,
        caption=image.caption,
        credit=image.credit,
    )
