"""What is said of an address while the database is gone: on a page, and beside a script's form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest
from django.urls import Resolver404, resolve

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Interruption:
    """What cannot be taken just now, and what of a form is given back to whoever sent it.

    `words` is the field with a reader's own words, `others` are those sent again beside it.
    `reason` is said instead of what is said of every form.
    """

    heading: Any  # words, translated when they are said
    reason: Any = ""
    words: str = ""
    others: tuple[str, ...] = ()


def when_interrupted(interruption: Interruption) -> Callable[[View], View]:
    """Say so where this view cannot answer."""

    def mark(view: View) -> View:
        view.interruption = interruption  # type: ignore[attr-defined]
        return view

    return mark


def interruption_of(request: HttpRequest) -> Interruption | None:
    """What the view says that the request is for, if it says anything of its own."""
    try:
        found = getattr(resolve(request.path_info).func, "interruption", None)
    except Resolver404:
        return None
    return found if isinstance(found, Interruption) else None
