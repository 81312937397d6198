"""The meter's own pages: how its total is made up, the ledger for downloading."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from broadsheet.delivery.keys import CAMPAIGNS, GIFTS, campaign_key
from broadsheet.delivery.pages import KEYS_HEADER, public_page
from broadsheet.funding.ledger.public import as_csv, as_lines, newest, sealed_entries
from broadsheet.funding.meter.made_up import how_made_up
from broadsheet.funding.meter.queries import begun_campaign, meter_of
from broadsheet.funding.models import Campaign
from broadsheet.newsroom.discovery.head import Head
from broadsheet.newsroom.masthead import masthead
from broadsheet.newsroom.render import render_page

LINES_AT_ONCE = 200


@public_page
def how_it_is_made_up(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands behind a campaign's total, running or over."""
    campaign = campaign_or_404(slug)
    around = masthead()
    meter = meter_of(campaign, newsroom=around.newsroom, now=timezone.now())
    values: dict[str, Any] = {
        "meter": meter,
        "made_up": how_made_up(campaign, newsroom=around.newsroom),
        "as_frame": _as_frame(campaign),
        "as_picture": _as_picture(campaign),
    }
    title = _("How the total is made up: %(campaign)s") % {"campaign": campaign.title}
    head = Head(title, "", reverse("how_it_is_made_up", args=[slug]))
    keys = [CAMPAIGNS, campaign_key(campaign.pk), GIFTS]
    return render_page(
        request, "site/how.html", values, keys=keys, head=head, around=around, until=meter.until
    )


@public_page(is_stored=False)
def ledger_lines(request: HttpRequest) -> HttpResponseBase:
    """Every entry of the ledger, a line of JSON each, as it was sealed."""
    end = newest()
    lines = as_lines(sealed_entries(up_to=end.number))
    return _download(request, lines, "application/jsonl; charset=utf-8", etag=end.digest)


@public_page(is_stored=False)
def ledger_sheet(request: HttpRequest) -> HttpResponseBase:
    """Every posting of the ledger, a row each."""
    end = newest()
    rows = as_csv(sealed_entries(up_to=end.number))
    return _download(request, rows, "text/csv; charset=utf-8", etag=f"csv-{end.digest}")


def campaign_or_404(slug: str) -> Campaign:
    """With `raised_minor`. :raises Http404: before it begins."""
    campaign = begun_campaign(slug, now=timezone.now())
    if campaign is None:
        raise Http404("No such campaign.")
    return campaign


def _as_frame(campaign: Campaign) -> str:
    """What to copy into another site's page."""
    return format_html(
        '<iframe src="{}" title="{}" width="480" height="160" loading="lazy" '
        'style="border:0;max-width:100%"></iframe>',
        settings.SITE_ADDRESS + reverse("embedded_meter", args=[campaign.slug]),
        campaign.title,
    )


def _as_picture(campaign: Campaign) -> str:
    return format_html(
        '<a href="{}"><img src="{}" alt="{}" width="480" style="max-width:100%"></a>',
        settings.SITE_ADDRESS + reverse("support"),
        settings.SITE_ADDRESS + reverse("drawn_meter", args=[campaign.slug]),
        campaign.title,
    )


def _download(
    request: HttpRequest, lines: Iterable[str], content_type: str, *, etag: str
) -> HttpResponseBase:
    """Sent as it is read: a long ledger never stands in memory."""
    chunks = _in_chunks(lines) if request.method == "GET" else ()
    response = StreamingHttpResponse(chunks, content_type=content_type)
    response.headers["ETag"] = quote_etag(etag)
    response.headers[KEYS_HEADER] = GIFTS
    return response


def _in_chunks(lines: Iterable[str]) -> Iterator[bytes]:
    held: list[str] = []
    for line in lines:
        held.append(line)
        if len(held) == LINES_AT_ONCE:
            yield "".join(held).encode()
            held.clear()
    if held:
        yield "".join(held).encode()
