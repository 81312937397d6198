"""The front door: what every request passes before Django.

Whatever is a stored page is answered here. What is sent to us is measured and read. The rest
is Django's.
"""

from collections.abc import Callable, Iterable

from broadsheet.delivery.front.addresses import Asked, asked
from broadsheet.delivery.front.bodies import Bodies
from broadsheet.delivery.front.charset import without_charset
from broadsheet.delivery.front.rendering import Rendered, render
from broadsheet.delivery.front.sending import hand_on, send, send_unkept
from broadsheet.delivery.front.serving import Pages
from broadsheet.delivery.front.wsgi import Application, Environ, StartResponse

# Whoever has just written is sent no last page, so that they see what they wrote.
WROTE_COOKIE = "wrote"
WROTE_SECONDS = 3

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

NoteRead = Callable[[Environ], None]


class Door:
    """The WSGI application that the server runs."""

    def __init__(
        self,
        application: Application,
        *,
        pages: Pages,
        bodies: Bodies,
        hosts: frozenset[str],
        note_read: NoteRead,
        is_https: bool,
    ) -> None:
        self._application = application
        self._pages, self._bodies = pages, bodies
        self._standing = pages.standing
        self._hosts = hosts
        self._note_read = note_read
        self._wrote = (
            "Set-Cookie",
            f"{WROTE_COOKIE}=1; Path=/; Max-Age={WROTE_SECONDS}; HttpOnly; SameSite=Lax"
            + ("; Secure" if is_https else ""),
        )

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        is_asking = environ["REQUEST_METHOD"] in ("GET", "HEAD") and not _has_body(environ)
        if is_asking and environ.get("HTTP_HOST") in self._hosts:
            path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
            if not path.startswith("/"):
                return self._take_in(environ, start_response)
            if not query and WROTE_COOKIE not in environ.get("HTTP_COOKIE", ""):
                page = self._standing(path)  # nearly always
                if page is not None:
                    return send(page, environ, start_response)
            if wanted := asked(path, query):
                return self._answer(wanted, environ, start_response)
        return self._take_in(environ, start_response)

    def _answer(
        self, wanted: Asked, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        found = self._pages.answer(
            wanted.address,
            lambda: render(self._application, environ, address=wanted.address),
            has_written=_has_written(environ),
        )
        if isinstance(found, Rendered):
            if not wanted.is_whole:  # an old address may be known by its whole query
                return self._take_in(environ, start_response)
            return hand_on(found, environ, start_response)
        if wanted.is_read:
            self._note_read(environ)
            return send_unkept(found, environ, start_response)
        return send(found, environ, start_response)

    def _take_in(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if "CONTENT_TYPE" in environ:
            environ["CONTENT_TYPE"] = without_charset(environ["CONTENT_TYPE"])
        if environ["REQUEST_METHOD"] in SAFE_METHODS:
            return self._bodies(environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], *error: object) -> object:
            wrote = [self._wrote] if status < "400" else []
            return start_response(status, [*headers, *wrote], *error)

        return self._bodies(environ, start)


def _has_body(environ: Environ) -> bool:
    return environ.get("CONTENT_LENGTH", "0") not in ("0", "") or (
        "HTTP_TRANSFER_ENCODING" in environ
    )


def _has_written(environ: Environ) -> bool:
    cookies = environ.get("HTTP_COOKIE", "").split(";")
    return any(cookie.strip().startswith(f"{WROTE_COOKIE}=") for cookie in cookies)
