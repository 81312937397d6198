"""Pictures in the places where a story can hang them."""

from collections.abc import Callable
from typing import Any

from broadsheet.newsroom.models import CreditedImage
from broadsheet.newsroom.tests.strange_files import encoded, photograph

JPEG = encoded(photograph((64, 36)), "JPEG")

Hang = Callable[..., CreditedImage]


def gallery(*images: CreditedImage) -> list[Any]:
    return [("gallery", {"pictures": list(images)})]


PLACES: dict[str, Callable[[CreditedImage], dict[str, Any]]] = {
    "hero": lambda image: {"hero": image},
    "text": lambda image: {"body": [("image", image)]},
    "gallery": lambda image: {"body": gallery(image)},
}
