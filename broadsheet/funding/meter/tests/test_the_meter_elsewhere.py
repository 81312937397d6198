"""The meter in a frame and as a picture, on pages that are not ours."""

import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from broadsheet.funding.meter.tests.facts import dollars, settled
from broadsheet.funding.models import Campaign
from broadsheet.funding.tests.campaigns import records_fund
from broadsheet.newsroom.models import NewsroomSettings

FRAME, PICTURE = "/support/embed/records/", "/support/embed/records.svg"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def fund(newsroom: object, now: datetime) -> Campaign:
    NewsroomSettings.objects.update(currency_sign="after")
    fund = records_fund(now=now, slug="records")
    settled(fund, dollars(895))
    return fund


def test_any_site_may_frame_it_and_nothing_else(visitor: Client, fund: Campaign) -> None:
    framed, other = visitor.get(FRAME), visitor.get("/support/how/records/")

    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]
    assert other.headers["X-Frame-Options"] == "DENY"


def test_a_frame_that_has_not_changed_may_still_be_framed(visitor: Client, fund: Campaign) -> None:
    etag = visitor.get(FRAME).headers["ETag"]

    again = visitor.get(FRAME, headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert "X-Frame-Options" not in again.headers
    assert "Content-Security-Policy" not in again.headers


def test_it_has_no_script_and_asks_nobody_else(visitor: Client, fund: Campaign) -> None:
    page = visitor.get(FRAME)

    assert "895 $" in page.text
    assert "<script" not in page.text
    for address in re.findall(r'(?:href|src)="([^"]*)"', page.text):
        assert address.startswith(("/", settings.SITE_ADDRESS))
    assert not page.cookies
    assert 'target="_top"' in page.text  # a link leads out of the frame


def test_the_picture_stands_alone(visitor: Client, fund: Campaign) -> None:
    picture = visitor.get(PICTURE)

    drawn = ElementTree.fromstring(picture.text)
    words = [text.text for text in drawn.iter(f"{SVG}text")]
    assert "895 $ raised of 5,000 $" in words
    assert drawn.attrib["aria-label"] == "The records fund: 895 $ raised of 5,000 $"
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert "sha256-" in picture.headers["Content-Security-Policy"]
    assert "prefers-color-scheme" in picture.text


def test_from_the_right_the_picture_is_mirrored(visitor: Client, fund: Campaign) -> None:
    left = ElementTree.fromstring(visitor.get(PICTURE).text)
    NewsroomSettings.objects.update(language="ar")
    newsroom = NewsroomSettings.load()
    newsroom.save()

    right = ElementTree.fromstring(visitor.get(PICTURE).text)

    assert right.attrib["direction"] == "rtl"
    bars = [drawn.findall(f"{SVG}rect")[2].attrib for drawn in (left, right)]
    assert bars[0]["width"] == bars[1]["width"]
    assert int(bars[1]["x"]) + int(bars[1]["width"]) == 480 - int(bars[0]["x"])


def test_they_change_with_a_gift_and_say_when_it_is_over(
    visitor: Client, fund: Campaign, now: datetime
) -> None:
    for path in (FRAME, PICTURE):
        assert f"campaign:{fund.pk}" in visitor.get(path).headers["Surrogate-Key"]
    settled(fund, dollars(6000))

    assert "past the goal" in visitor.get(PICTURE).text
    fund.goal_minor, fund.ends_at = 10_000_000, now + timedelta(hours=1)
    fund.save()

    for path in (FRAME, PICTURE):
        page = visitor.get(path).text
        assert "6,895 $" in page
        assert "(ended)" in page
