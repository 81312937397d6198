"""The handbook names the events that Stripe has to send."""

from pathlib import Path

import pytest

from broadsheet.funding.providers.stripe.events import KINDS

PAGE = Path(__file__).parents[5] / "docs" / "handbook" / "stripe.md"


@pytest.mark.skipif(not PAGE.exists(), reason="installed without its documents")
def test_it_lists_every_kind_that_is_read() -> None:
    listed = [line.strip() for line in PAGE.read_text().splitlines() if line.startswith("    ")]

    assert [line for line in listed if "=" not in line] == sorted(KINDS)
