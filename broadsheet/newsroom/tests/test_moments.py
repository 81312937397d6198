from datetime import UTC, datetime

import pytest

from broadsheet.newsroom.moments import moment

JULY = datetime(2026, 7, 4, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "language", "written"),
    [
        ("UTC", "en-GB", "4 July 2026, 23:30 UTC"),
        ("Europe/London", "en-GB", "5 July 2026, 00:30 BST"),
        ("America/New_York", "en-US", "July 4, 2026, 7:30\N{NARROW NO-BREAK SPACE}PM EDT"),
        ("Europe/Berlin", "de", "5. Juli 2026, 01:30 MESZ"),
        ("Asia/Tokyo", "en-GB", "5 July 2026, 08:30 GMT+09:00"),
        ("UTC", "ar", "4 يوليو 2026، 11:30 م UTC"),
    ],
)
def test_a_time_is_written_in_its_language_and_zone(zone: str, language: str, written: str) -> None:
    shown = moment(JULY, zone=zone, language=language)

    assert shown.written == written
    assert shown.iso == "2026-07-04T23:30:00+00:00"


def test_a_zone_without_a_name_at_no_distance_carries_no_figures() -> None:
    january = datetime(2026, 1, 4, 12, 0, tzinfo=UTC)

    shown = moment(january, zone="Europe/London", language="ar")

    assert shown.written.endswith("غرينتش")


@pytest.mark.parametrize(
    ("at", "zone", "iso"),
    [
        (datetime.max.replace(tzinfo=UTC), "Asia/Tokyo", "9999-12-31T23:59:59+00:00"),
        (datetime.min.replace(tzinfo=UTC), "America/New_York", "0001-01-01T00:00:00+00:00"),
    ],
)
def test_a_time_at_the_edge_of_the_calendar_is_written_as_it_stands(
    at: datetime, zone: str, iso: str
) -> None:
    shown = moment(at, zone=zone, language="en-GB")

    assert shown.iso == iso
