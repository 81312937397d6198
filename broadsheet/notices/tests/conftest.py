from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import pytest

from broadsheet.notices import letters
from broadsheet.notices.letters import Letter
from broadsheet.notices.models import Notice
from broadsheet.notices.outbox import GATHER, notify
from broadsheet.notices.tests.post_office import PostOffice

ANN, BOB = "ann@lantern.example", "bob@lantern.example"
STORY = "story:1"


class Tell(Protocol):
    def __call__(self, event: str, address: str = ANN, **values: Any) -> bool: ...


@pytest.fixture(scope="session")
def _open_post_office() -> Iterator[PostOffice]:
    office = PostOffice()
    office.open()
    yield office
    office.close()


@pytest.fixture
def post_office(_open_post_office: PostOffice, settings: Any) -> PostOffice:
    """Letters are handed over to it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", _open_post_office.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    settings.DEFAULT_FROM_EMAIL = "The Lantern <post@lantern.example>"
    _open_post_office.clear()
    return _open_post_office


@pytest.fixture(autouse=True)
def follow_ups(monkeypatch: pytest.MonkeyPatch) -> None:
    """The letters of the kind "follow-up" list what their notices are about."""
    monkeypatch.setitem(letters._composers, "follow-up", follow_up)


def follow_up(address: str, notices: Sequence[Notice]) -> Letter | None:
    words = [str(notice.about["words"]) for notice in notices if "words" in notice.about]
    if not words:
        return None
    return Letter(
        subject=f"{len(words)} new under “The gate is worn”",
        text="\n".join(words),
        html="".join(f"<p>{word}</p>" for word in words),
        unsubscribe_url="https://lantern.example/letters/end?token=a:b:c",
    )


@pytest.fixture
def tell(db: None, now: datetime) -> Tell:
    """Adds a notice to the outbox that is due right now."""

    def tell(event: str, address: str = ANN, **values: Any) -> bool:
        about = values.pop("about", {"words": event})
        return notify(
            address,
            event=event,
            kind=values.pop("kind", "follow-up"),
            group=values.pop("group", STORY),
            about=about,
            now=values.pop("at", now - GATHER),
            **values,
        )

    return tell


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)
