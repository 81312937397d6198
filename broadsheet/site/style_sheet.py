"""The style sheet of pages that are made when something is broken."""

from django.templatetags.static import static


def style_sheet_if_any() -> str:
    """Its address; "" where static files were never collected."""
    try:
        return static("site/css/broadsheet.css")
    except ValueError:
        return ""
