"""Security headers: strict on everything readers see, as loose as Wagtail needs at the desk."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

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


class SecurityHeaders:
    """Middleware: adds the policy of the part of the site that a path belongs to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        at_desk = request.path.startswith(settings.DESK_PATH)
        headers = response.headers
        headers["Content-Security-Policy"] = DESK_POLICY if at_desk else PUBLIC_POLICY
        headers["X-Frame-Options"] = "SAMEORIGIN" if at_desk else "DENY"
        headers["X-Content-Type-Options"] = "nosniff"
        # Never no-referrer: it would make the Origin of our own forms null.
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
        if settings.SITE_ADDRESS.startswith("https://"):
            headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR_SECONDS}"
        return response
