"""The meter on other people's pages: a frame without script, and a picture."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from textwrap import wrap

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString

from broadsheet.delivery.keys import CAMPAIGNS, SITE, campaign_key
from broadsheet.delivery.pages import name_keys, public_page
from broadsheet.funding.meter.queries import Meter, meter_of
from broadsheet.funding.meter.views import campaign_or_404
from broadsheet.guard.headers import allow_framing
from broadsheet.newsroom.masthead import masthead

# The picture's own measures, in its units.
WIDTH, MARGIN = 480, 16
LINE_LENGTH = 46
LINE_HEIGHT = 22

# A picture is one file: its style stands in it, and its policy allows this one by its digest.
STYLE = SafeString(
    "text{font:15px system-ui,sans-serif;fill:#1c1a17}.title{font-weight:700;font-size:17px}"
    ".quiet{fill:#5c564c;font-size:13px}.paper{fill:#fcfaf5;stroke:#d8d1c3}.ground{fill:#d8d1c3}"
    ".raised{fill:#9e2b18}line{stroke:#1c1a17}"
    "@media(prefers-color-scheme:dark){text{fill:#ece6da}.quiet{fill:#aaa294}"
    ".paper{fill:#161512;stroke:#38342d}.ground{fill:#38342d}.raised{fill:#f2947c}"
    "line{stroke:#ece6da}}"
)
PICTURE_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
)


@public_page
def embedded_meter(request: HttpRequest, slug: str) -> HttpResponse:
    """The meter for a frame on any site: no script, no cookie, nobody else is asked anything."""
    around = masthead()
    campaign = campaign_or_404(slug)
    meter = meter_of(campaign, newsroom=around.newsroom, now=timezone.now())
    values = {
        "meter": meter,
        "newsroom": around.newsroom,
        "masthead": around,
        "address": settings.SITE_ADDRESS,
    }
    response = render(request, "funding/embed.html", values)
    response.headers["X-Robots-Tag"] = "noindex"
    allow_framing(response)
    return name_keys(response, [SITE, CAMPAIGNS, campaign_key(campaign.pk)], until=meter.until)


@public_page
def drawn_meter(request: HttpRequest, slug: str) -> HttpResponse:
    """The meter as a picture, for letters and for sites that take no frames."""
    newsroom = masthead().newsroom
    campaign = campaign_or_404(slug)
    meter = meter_of(campaign, newsroom=newsroom, now=timezone.now())
    drawing = draw(meter, name=newsroom.name, is_rtl=newsroom.direction == "rtl")
    values = {"drawing": drawing, "meter": meter, "newsroom": newsroom, "style": STYLE}
    response = render(request, "funding/meter.svg", values, content_type="image/svg+xml")
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return name_keys(response, [SITE, CAMPAIGNS, campaign_key(campaign.pk)], until=meter.until)


@dataclass(frozen=True)
class Label:
    """Words at a place; `anchor` is SVG's: where in the words the place is."""

    x: int
    y: int
    anchor: str
    words: str


@dataclass(frozen=True)
class Drawing:
    """The picture's parts, each where it stands, in whole units from the upper left corner."""

    height: int
    edge: int
    width: int
    title: Sequence[Label]
    said: Label
    newsroom: Label
    bar_y: int
    bar_x: int
    bar_width: int
    ticks: Sequence[Label]


def draw(meter: Meter, *, name: str, is_rtl: bool) -> Drawing:
    """Lay the meter out; where writing runs from the right, the scale does too."""
    width = WIDTH - 2 * MARGIN
    start = WIDTH - MARGIN if is_rtl else MARGIN
    lines = wrap(meter.title, LINE_LENGTH) or [""]
    below = MARGIN + LINE_HEIGHT * len(lines)
    raised = int(width * meter.percent / 100)
    bar_y = below + 42

    def place(percent: object) -> int:
        along = int(width * float(str(percent)) / 100)
        return start - along if is_rtl else start + along

    last = len(meter.ticks) - 1
    return Drawing(
        height=bar_y + 62,
        edge=MARGIN,
        width=width,
        title=[
            Label(start, MARGIN + 4 + LINE_HEIGHT * n + 10, "start", line)
            for n, line in enumerate(lines)
        ],
        said=Label(start, below + 26, "start", meter.in_words),
        newsroom=Label(start, bar_y + 50, "start", name),
        bar_y=bar_y,
        bar_x=start - raised if is_rtl else start,
        bar_width=raised,
        ticks=[
            Label(place(tick.percent), bar_y, _anchor(n, last), tick.label)
            for n, tick in enumerate(meter.ticks)
        ],
    )


def _anchor(number: int, last: int) -> str:
    if number == 0:
        return "start"
    return "end" if number == last else "middle"
