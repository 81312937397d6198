"""Security headers: strict on everything readers see, as loose as Wagtail needs at the desk."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

PUBLIC_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

# What is only ever downloaded: opened in place after all, it could do nothing.
DOWNLOAD_POLICY = "default-src 'none'; sandbox"

# Wagtail's editor writes inline styles and scripts and shows the preview in a frame of its own.
DESK_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "form-action 'self'",
        "base-uri 'self'",
        "object-src 'none'",
        "frame-ancestors 'self'",
    ]
)

ONE_YEAR_SECONDS = 31_536_000

_POLICY = "Content-Security-Policy"
_FRAMES = "_frame_origins"  # of a response
_IS_FRAMED = "_is_framed_anywhere"
_FORM_TARGETS = "_form_targets"


def allow_frames(response: HttpResponseBase, origins: Iterable[str]) -> None:
    """Let this page show frames from `origins`, such as "https://player.example", and no others."""
    setattr(response, _FRAMES, tuple(origins))


def allow_framing(response: HttpResponseBase) -> None:
    """Let every site show this page in a frame of its own: only what has nothing to press."""
    setattr(response, _IS_FRAMED, True)


def allow_posting(response: HttpResponseBase, sources: Iterable[str]) -> None:
    """Let this page's forms lead to `sources`, such as "https://pay.example", as well.

    Browsers hold a form to the policy also where our answer sends it on to another site.
    Source: W3C Content Security Policy 3, 6.4.1.1, as Chromium and WebKit have it.
    """
    setattr(response, _FORM_TARGETS, tuple(sources))


def keep_address(response: HttpResponseBase) -> None:
    """Tell no other site the address of this page, for it is the key to it."""
    response.headers["Referrer-Policy"] = "same-origin"


def as_download(response: HttpResponseBase) -> None:
    """Take from this response all that a page may do."""
    response.headers[_POLICY] = DOWNLOAD_POLICY


class SecurityHeaders:
    """Middleware: adds the policy of the part of the site that a path belongs to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "is_dummy", False):
            return response  # a preview: the desk's request, which asked for it, adds them
        at_desk = request.path.startswith(settings.DESK_PATH)
        headers = response.headers
        # A 304 says nothing of a page's own frames: what is kept with the page stands.
        if response.status_code != 304:
            headers.setdefault(_POLICY, _policy(response, at_desk=at_desk))
            if not getattr(response, _IS_FRAMED, False):
                headers["X-Frame-Options"] = "SAMEORIGIN" if at_desk else "DENY"
        headers["X-Content-Type-Options"] = "nosniff"
        # Never no-referrer: it would make the Origin of our own forms null.
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
        if settings.SITE_ADDRESS.startswith("https://"):
            headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR_SECONDS}"
        return response


def _policy(response: HttpResponseBase, *, at_desk: bool) -> str:
    own = ("'self'",) if at_desk else ()  # the desk shows the preview in a frame
    frames = getattr(response, _FRAMES, ())
    policy = DESK_POLICY if at_desk else PUBLIC_POLICY
    if getattr(response, _IS_FRAMED, False):
        policy = policy.replace("frame-ancestors 'none'", "frame-ancestors *")
    if targets := getattr(response, _FORM_TARGETS, ()):
        policy = policy.replace("form-action 'self'", f"form-action 'self' {' '.join(targets)}")
    return f"{policy}; frame-src {' '.join([*own, *frames])}" if frames else policy
