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
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, path))
        content_type = PICTURE_TYPES[file.suffix.lower()]
        content = file.open("rb")
    except (SuspiciousFileOperation, KeyError, OSError, ValueError):
        # Outside the folder, of another kind, not there, or no path at all (a NUL byte).
        raise Http404("No such picture.") from None
    response = FileResponse(content, content_type=content_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
