import pytest

from broadsheet.conversation.telling import alerts
from broadsheet.notices.tests.conftest import _open_post_office, post_office

__all__ = ["_open_post_office", "post_office"]


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """No readers wait here whom the letters would have to let go first."""
    monkeypatch.setattr(alerts, "REST", 0)
