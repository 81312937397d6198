import pytest
from django.core.exceptions import DisallowedRedirect

from broadsheet.delivery.answers import see_other


def test_after_a_form_the_result_is_shown_by_a_get_of_its_own() -> None:
    response = see_other("/stories/the-gate/#comment-3")

    assert response.status_code == 303
    assert response.headers["Location"] == "/stories/the-gate/#comment-3"
    assert response.content == b""


def test_nobody_is_led_to_what_a_browser_runs() -> None:
    with pytest.raises(DisallowedRedirect):
        see_other("javascript:alert(1)")
