"""Media files: pictures named by the server, never changed once written."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

# The only kinds that are shown in place. Anything else is never sent from here.
PICTURE_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send one picture of the media folder, to be kept for a year."""
    file = _file(path)
    content_type = PICTURE_TYPES.get(file.suffix.lower())
    if content_type is None or not file.is_file():
        raise Http404("No such picture.")
    response = FileResponse(file.open("rb"), content_type=content_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _file(path: str) -> Path:
    try:
        return Path(safe_join(settings.MEDIA_ROOT, path))
    except (SuspiciousFileOperation, ValueError):  # ValueError: a NUL byte in the path
        raise Http404("No such picture.") from None
