"""Views that are loaded when the first of them is asked for."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

View = Callable[..., HttpResponse]


def page_of(module: str) -> Callable[[str], View]:
    """Makes views by name that load `module` when they are first asked for.

    Passkeys bring 16 MB of cryptography, which a site that only reads and writes never needs.
    """

    def page(name: str) -> View:
        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            found: View = import_string(f"{module}.{name}")
            return found(request, *args, **kwargs)

        return view

    return page
