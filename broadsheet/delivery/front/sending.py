"""Sending a stored page: whole, as its head, in part, or as the news that nothing has changed."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from broadsheet.delivery.front.conditions import has_already
from broadsheet.delivery.front.ranges import part_of
from broadsheet.delivery.front.rendering import Rendered
from broadsheet.delivery.front.wsgi import Environ, StartResponse
from broadsheet.delivery.store.page import Page
from broadsheet.delivery.store.pressing import PLAIN, plain, pressed

HeaderList = list[tuple[str, str]]

# What a 304 repeats. Source: RFC 9110, 15.4.5.
_REPEATED = {"cache-control", "surrogate-key"}
_NOT_KEPT = ("Cache-Control", "no-store")
_REFUSED = re.compile(r";\s*q=0(\.0*)?\s*$")


@dataclass(frozen=True, slots=True)
class Answer:
    """One page in one content coding, as the server wants it."""

    etag: str
    headers: HeaderList
    unchanged: HeaderList
    body: list[bytes]


def send(page: Page, environ: Environ, start_response: StartResponse) -> list[bytes]:
    """Answer a GET or HEAD."""
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    found: Any = page.answers.get(accepted)
    answer: Answer = found or _answer(page, accepted)
    if "HTTP_X_FORWARDED_FOR" in environ:
        start_response = _until_the_second_ends(page, start_response)
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None and has_already(known, answer.etag):
        start_response("304 Not Modified", answer.unchanged)
        return _NOTHING
    if "HTTP_RANGE" in environ:
        return _send_part(answer, environ, start_response)
    start_response("200 OK", answer.headers)
    return answer.body if environ["REQUEST_METHOD"] == "GET" else _NOTHING


def send_unkept(page: Page, environ: Environ, start_response: StartResponse) -> list[bytes]:
    """The same for an answer that no cache may keep, so that the next one reaches us too."""

    def start(status: str, headers: HeaderList) -> None:
        kept = [h for h in headers if h[0].lower() not in ("cache-control", "etag")]
        start_response(status, [*kept, _NOT_KEPT])

    asked = {name: value for name, value in environ.items() if name != "HTTP_IF_NONE_MATCH"}
    return send(page, asked, start)


def hand_on(rendered: Rendered, environ: Environ, start_response: StartResponse) -> list[bytes]:
    """Send what Django answered instead of a page, such as that there is none."""
    content_type = next((v for n, v in rendered.headers if n.lower() == "content-type"), "")
    bodies = pressed(rendered.body, content_type=content_type)
    coding = _coding(bodies, environ.get("HTTP_ACCEPT_ENCODING", ""))
    body = bodies.get(coding, rendered.body)
    headers = [header for header in rendered.headers if header[0].lower() != "content-length"]
    if coding:
        headers += [("Content-Encoding", coding), ("Vary", "Accept-Encoding")]
    start_response(rendered.status, [*headers, ("Content-Length", str(len(body)))])
    return [body if environ["REQUEST_METHOD"] == "GET" else b""]


def _until_the_second_ends(page: Page, start_response: StartResponse) -> StartResponse:
    """Tell nginx, which counts in whole seconds, that the page may be kept within this one.

    By `s-maxage=1` it would keep it for nearly two. It passes the header on to nobody.
    """
    true_at = time.time() - time.monotonic() + page.true_at
    expires = ("X-Accel-Expires", f"@{int(true_at)}")

    def start(status: str, headers: HeaderList) -> None:
        start_response(status, [*headers, expires])

    return start


_NOTHING = [b""]
_MOST_ANSWERS = 8


def _answer(page: Page, accepted: str) -> Answer:
    coding = _coding(page.bodies, accepted)
    answer = _made(page, coding)
    # By the header as it was sent: browsers have a handful of them, but anybody can write more.
    if len(page.answers) < _MOST_ANSWERS and coding in page.bodies:
        page.answers[accepted] = answer
    return answer


def _made(page: Page, coding: str) -> Answer:
    body = page.bodies[coding] if coding in page.bodies else plain(dict(page.bodies))
    etag = f'"{page.digest}-{coding}"' if coding else f'"{page.digest}"'
    own = [("ETag", etag), ("Vary", "Accept-Encoding")]
    encoded = [("Content-Encoding", coding)] if coding else []
    length = ("Content-Length", str(len(body)))
    repeated = [header for header in page.headers if header[0].lower() in _REPEATED]
    return Answer(etag, [*page.headers, *own, *encoded, length], [*repeated, *own], [body])


def _coding(bodies: Mapping[str, bytes], accepted: str) -> str:
    """The smallest coding that is accepted; "" for none."""
    if PLAIN in bodies:
        return PLAIN
    taken = {
        part.partition(";")[0].strip().lower()
        for part in accepted.split(",")
        if not _REFUSED.search(part)
    }
    return next((coding for coding in ("br", "gzip") if coding in taken), PLAIN)


def _send_part(answer: Answer, environ: Environ, start_response: StartResponse) -> list[bytes]:
    wanted = (
        environ["HTTP_RANGE"] if environ.get("HTTP_IF_RANGE", answer.etag) == answer.etag else ""
    )
    part = part_of(wanted, len(answer.body[0]))
    headers = [header for header in answer.headers if header[0] != "Content-Length"]
    if part is None:
        start_response("200 OK", answer.headers)
        body = answer.body[0]
    elif part.is_none:
        start_response("416 Range Not Satisfiable", [("Content-Range", part.header)])
        return _NOTHING
    else:
        body = answer.body[0][part.start : part.end]
        length = ("Content-Length", str(len(body)))
        start_response("206 Partial Content", [*headers, length, ("Content-Range", part.header)])
    return [body] if environ["REQUEST_METHOD"] == "GET" else _NOTHING
