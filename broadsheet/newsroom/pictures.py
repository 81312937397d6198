"""Pictures as a page shows them: the sizes that exist, the words that go with them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone
from wagtail.images.models import Filter

from broadsheet.newsroom.models.images import (
    LADDER_WIDTHS,
    CreditedImage,
    CreditedRendition,
    ladder_spec,
)

SPECS = {ladder_spec(width): width for width in LADDER_WIDTHS}
# What search engines and other sites ask for: 16:9, 4:3 and 1:1, around the focal point, as JPEG.
SHARE_SPECS = tuple(
    f"fill-{shape}|format-jpeg|jpegquality-80" for shape in ("1200x675", "1200x900", "1200x1200")
)


@dataclass(frozen=True)
class Share:
    """A picture in one of the shapes that other sites show: 16:9, 4:3, 1:1."""

    src: str
    width: int
    height: int


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
    licence_ends_on: date | None = None  # its last day
    shares: tuple[Share, ...] = ()


class Licensed(Protocol):
    """A picture, stored or shown, of which it is known how long it may be shown."""

    @property
    def licence_ends_on(self) -> date | None: ...


def pictures_of(
    images: Iterable[CreditedImage | None],
    *,
    with_shares: Iterable[CreditedImage | None] = (),
    today: date | None = None,
) -> dict[int, Picture]:
    """The given images by id, each with what is rendered of it; `with_shares`, those of `images`
    whose shapes for other sites are wanted too.

    A picture whose licence has ended before `today`, in the newsroom's zone, is left out. One
    query; one more to know the day, where it is not given and a picture's licence ends.
    """
    wanted = _printable((image for image in images if image is not None), today=today)
    if not wanted:
        return {}
    shared = {image.pk for image in with_shares if image is not None}
    rendered: dict[int, list[CreditedRendition]] = {}
    found = CreditedRendition.objects.filter(
        Q(image__in=wanted, filter_spec__in=SPECS, focal_point_key="")
        | Q(image__in=shared & wanted.keys(), filter_spec__in=SHARE_SPECS)
    )
    for rendition in found.order_by("width", "id"):
        rendered.setdefault(rendition.image_id, []).append(rendition)
    return {pk: _picture(image, rendered.get(pk, [])) for pk, image in wanted.items()}


def shown_until(pictures: Iterable[Licensed], *, zone: str, now: datetime) -> datetime | None:
    """When the first of some pictures may no longer be shown: after its licence's last day."""
    days = (picture.licence_ends_on for picture in pictures)
    afterwards = (day + timedelta(days=1) for day in days if day and day < date.max)
    ends = (datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)) for day in afterwards)
    return min((end for end in ends if end > now), default=None)


def render_sizes(image: CreditedImage) -> None:
    """Render every size of an image that is not there yet; slow, so only in a job.

    What was rendered around another focal point is thrown away.
    """
    _drop_other_focal_points(image)
    for spec in (*_rungs(image), *SHARE_SPECS):
        image.get_rendition(spec)


def _printable(images: Iterable[CreditedImage], *, today: date | None) -> dict[int, CreditedImage]:
    from broadsheet.newsroom.rights import today_in_newsroom  # it looks into bodies, which show
    from broadsheet.newsroom.rights.rule import has_ended  # pictures

    found = {image.pk: image for image in images}
    if today is None and any(image.licence_ends_on for image in found.values()):
        today = today_in_newsroom(timezone.now())
    if today is None:
        return found
    return {pk: image for pk, image in found.items() if not has_ended(image, today=today)}


def _rungs(image: CreditedImage) -> Iterator[str]:
    """The rungs up to the first that is as wide as the image: nothing is enlarged."""
    for spec, width in SPECS.items():
        yield spec
        if width >= image.width:
            return


def _drop_other_focal_points(image: CreditedImage) -> None:
    current = {"", *(_focal_point_key(image, spec) for spec in SHARE_SPECS)}
    stale = image.renditions.exclude(focal_point_key__in=current)
    if stale.exists():
        stale.delete()


def _focal_point_key(image: CreditedImage, spec: str) -> str:
    return Filter(spec=spec).get_cache_key(image)


def _picture(image: CreditedImage, rendered: list[CreditedRendition]) -> Picture:
    rungs = [rendition for rendition in rendered if rendition.filter_spec in SPECS]
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
        licence_ends_on=image.licence_ends_on,
        shares=_shares(image, rendered),
    )


def _shares(image: CreditedImage, rendered: list[CreditedRendition]) -> tuple[Share, ...]:
    """In the order of `SHARE_SPECS`, the widest shape first."""
    found = {
        shape.filter_spec: Share(shape.file.url, shape.width, shape.height)
        for shape in rendered
        if shape.filter_spec in SHARE_SPECS
        and shape.focal_point_key == _focal_point_key(image, shape.filter_spec)
    }
    return tuple(found[spec] for spec in SHARE_SPECS if spec in found)
