"""Style sheets that depend on a newsroom's settings; a page links to them by what they hold."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from broadsheet.newsroom.accent.colour import LEAST_CONTRAST, accent_sheet, contrast_on_paper

FOREVER = "public, max-age=31536000, immutable"


@require_safe
def colours(request: HttpRequest, digits: str) -> HttpResponse:
    """The tokens of an accent. The address says all that it is made from, so it never changes."""
    accent = f"#{digits}"
    if contrast_on_paper(accent) < LEAST_CONTRAST:
        raise Http404
    sheet = HttpResponse(accent_sheet(accent), content_type="text/css; charset=utf-8")
    sheet.headers["Cache-Control"] = FOREVER
    return sheet
