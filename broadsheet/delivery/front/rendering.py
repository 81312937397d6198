"""Having Django render a page, and keeping what comes of it."""

import io
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from broadsheet.delivery.front.addresses import path_and_query
from broadsheet.delivery.front.wsgi import Application, Environ
from broadsheet.delivery.pages import SLIP, WHOLE_QUERY, Slip
from broadsheet.delivery.store.page import Headers, Page
from broadsheet.delivery.store.pressing import pressed

# What would make two readers' answers differ, or an answer less than the whole page.
_OF_ONE_REQUEST = (
    "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_COOKIE",
    "HTTP_ACCEPT_LANGUAGE", "HTTP_AUTHORIZATION", "CONTENT_LENGTH", "CONTENT_TYPE",
)  # fmt: skip
# What is said anew with every answer.
_OWN_HEADERS = {"etag", "content-length", "content-encoding", "vary"}


@dataclass(frozen=True)
class Rendered:
    """What Django answered; `page` is what may be stored of it."""

    status: str
    headers: Headers
    body: bytes
    page: Page | None

    @property
    def code(self) -> int:
        return int(self.status[:3])


def render(application: Application, environ: Environ, *, address: str) -> Rendered:
    """Ask Django for the whole page as anybody would get it."""
    slip = Slip()
    path, query = path_and_query(address)
    asked = {name: value for name, value in environ.items() if name not in _OF_ONE_REQUEST}
    asked |= {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, SLIP: slip,
              WHOLE_QUERY: environ["QUERY_STRING"], "wsgi.input": io.BytesIO()}  # fmt: skip
    made_at = time.time()
    status, headers, body = _run(application, asked)
    page = None
    if status.startswith("200") and slip.keys and not _names(headers, "set-cookie"):
        page = _page(address, headers, body, slip, made_at=made_at)
    return Rendered(status, headers, body, page)


def _page(address: str, headers: Headers, body: bytes, slip: Slip, *, made_at: float) -> Page:
    content_type = next(value for name, value in headers if name.lower() == "content-type")
    return Page(
        address=address,
        headers=tuple(h for h in headers if h[0].lower() not in _OWN_HEADERS),
        bodies=pressed(body, content_type=content_type),
        digest=blake2b(body, digest_size=12).hexdigest(),
        keys=slip.keys,
        made_at=made_at,
        until=slip.until,
    )


def _names(headers: Headers, name: str) -> bool:
    return any(header.lower() == name for header, _ in headers)


def _run(application: Application, environ: Environ) -> tuple[str, Headers, bytes]:
    started: list[Any] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], None]:
        started[:] = [status, tuple(headers)]
        return lambda _: None

    body: Iterable[bytes] = application(environ, start_response)
    try:
        whole = b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()
    status, headers = started
    return status, headers, whole
