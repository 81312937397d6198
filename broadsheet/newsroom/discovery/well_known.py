"""Small text files at addresses that everybody knows: for crawlers, the curious, researchers."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from broadsheet.delivery.keys import SITE
from broadsheet.delivery.pages import name_keys, public_page
from broadsheet.lib.text import tidy_line, without_controls
from broadsheet.newsroom.house_language import this_newsroom

# RFC 9116 recommends less than a year.
SECURITY_LASTS = timedelta(days=180)

# Forms, and lists that differ with every question; a story's page says all that they do.
CRAWLERS_PASS_BY = (
    "/account/",
    "/search/?",
    "/stories/*/comments/",
    "/stories/*/subscriptions/",
    "/comments/",
)


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers need not ask for, and where the sitemaps are. Source: RFC 9309."""
    return _text_file(
        [
            "User-agent: *",
            f"Disallow: {settings.DESK_PATH}",
            *(f"Disallow: {path}" for path in CRAWLERS_PASS_BY),
            "Allow: /stories/*/comments/feed/",
            "",
            *(f"Sitemap: {_absolute(name)}" for name in ("sitemap", "news-sitemap")),
        ]
    )


@public_page
def humans(request: HttpRequest) -> HttpResponse:
    """Who is behind the site. Source: humanstxt.org."""
    newsroom = this_newsroom()
    contact = [f"  Contact: {_line(newsroom.contact_email)}"] if newsroom.contact_email else []
    return _text_file(
        [
            "/* TEAM */",
            f"  Newsroom: {_line(newsroom.name)}",
            *contact,
            "",
            "/* SITE */",
            f"  Language: {newsroom.language}",
            "  Software: Broadsheet",
        ]
    )


@public_page
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a hole. Source: RFC 9116.

    :raises Http404: where the newsroom names no address, without which the file is not valid.
    """
    newsroom = this_newsroom()
    if not newsroom.contact_email:
        raise Http404("No address to report to.")
    # The same for a whole day, so that the file is too.
    midnight = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    languages = dict.fromkeys([newsroom.language.split("-")[0], "en"])
    return _text_file(
        [
            f"Contact: mailto:{newsroom.contact_email}",
            f"Expires: {_written(midnight + SECURITY_LASTS)}",
            f"Preferred-Languages: {', '.join(languages)}",
            f"Canonical: {_absolute('security')}",
        ],
        until=midnight + timedelta(days=1),
    )


def _written(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _line(text: str) -> str:
    return tidy_line(without_controls(text))


def _absolute(name: str) -> str:
    return f"{settings.SITE_ADDRESS}{reverse(name)}"


def _text_file(lines: Iterable[str], *, until: datetime | None = None) -> HttpResponse:
    content = "".join(f"{line}\n" for line in lines)
    response = HttpResponse(content, content_type="text/plain; charset=utf-8")
    return name_keys(response, [SITE], until=until)
