"""The front door: what every request passes before Django reads a byte of it."""

from collections.abc import Callable, Iterable
from typing import Any

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


def utf8_only(application: Application) -> Application:
    """Pass requests on without the charset they name: everything here is UTF-8.

    Django decodes a request's parameters by that name before any middleware runs, and fails
    on codecs that are no text encoding, such as "hex".
    """

    def door(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["CONTENT_TYPE"] = without_charset(environ.get("CONTENT_TYPE", ""))
        return application(environ, start_response)

    return door


def without_charset(content_type: str) -> str:
    """A Content-Type without its charset parameter; the others, such as boundary, stay."""
    kind, *parameters = content_type.split(";")
    kept = [part for part in parameters if not part.strip().lower().startswith("charset")]
    return ";".join([kind, *kept])
