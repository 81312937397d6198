"""Pictures in the places where a story can hang them."""

from collections.abc import Callable
from typing import Any

from broadsheet.newsroom.darkroom.uploads import CleanPicture
from broadsheet.newsroom.models import CreditedImage
from broadsheet.newsroom.tests.strange_files import encoded, photograph

JPEG = encoded(photograph((64, 36)), "JPEG")

Hang = Callable[..., CreditedImage]


def developed(content: bytes, *, name: str = "gate.jpg") -> CleanPicture:
    """A picture as it comes out of the darkroom, without the process that it takes there."""
    clean = CleanPicture(content, suffix=".jpg", words={})
    clean.name = name
    return clean


def gallery(*images: CreditedImage) -> list[Any]:
    return [("gallery", {"pictures": list(images)})]


PLACES: dict[str, Callable[[CreditedImage], dict[str, Any]]] = {
    "hero": lambda image: {"hero": image},
    "text": lambda image: {"body": [("image", image)]},
    "gallery": lambda image: {"body": gallery(image)},
}
