"""A reader takes all that is theirs along, and erases it."""

import time
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from broadsheet.conftest import Visitor
from broadsheet.conversation.models import (
    Comment,
    CommentState,
    Direction,
    Discussion,
    Judge,
    Judgement,
    Mute,
    NotifyOf,
    Passage,
    Report,
    ReportReason,
    Subscription,
    Vote,
)
from broadsheet.conversation.order.good_order import Complaint, submit_report
from broadsheet.conversation.order.moderation import change_state
from broadsheet.conversation.order.peace import ban, mute
from broadsheet.conversation.order.screening import Stop
from broadsheet.conversation.people import leaving
from broadsheet.conversation.people.belongings import conversation_of_reader
from broadsheet.conversation.reading.counting import check
from broadsheet.conversation.tests.desk import written
from broadsheet.conversation.tests.writing import as_reader
from broadsheet.conversation.writing.voice import Voice
from broadsheet.conversation.writing.votes import cast_vote
from broadsheet.lib.jobs.models import Job
from broadsheet.lib.jobs.work import claim_job, run_job
from broadsheet.newsroom.models import Article
from broadsheet.readers.members.erasing import erase
from broadsheet.readers.models import Reader, User

NAME, EMAIL = "Nadia Rowe", "nadia.rowe@harbour.example"


@pytest.fixture
def nadia(story: Article, bob: Reader, editor: User, now: Any) -> Reader:
    """A guest who has done all that a reader can do."""
    reader = Reader.objects.create()
    voice = Voice(reader, None, "f" * 32)
    by_bob = written(story, "The gate is fine.", reader=bob, name="Bob")
    first = written(story, "I am nadia rowe and <b>I</b> said so.", reader=reader, name=NAME)
    written(story, "An answer.", reader=bob, name="Bob", parent=first)
    written(story, "It waits.", reader=reader, name=NAME, stop=Stop.LINKS)
    rejected = written(story, "Rude.", reader=reader, name=NAME, parent=by_bob)
    change_state(
        rejected, to=CommentState.REJECTED, judge=Judge.MODERATOR, user=editor,
        reason="Nadia Rowe was rude.", now=now,
    )  # fmt: skip
    cast_vote(by_bob, reader=reader, direction=Direction.UP, now=now)
    cast_vote(first, reader=bob, direction=Direction.DOWN, now=now)
    complaint = Complaint(ReportReason.FALSE, "I, nadia rowe, know better.")
    submit_report(by_bob, voice=voice, complaint=complaint, now=now)
    mute(reader, muted=bob, name="Bob", now=now)
    mute(bob, muted=reader, now=now)
    ban(reader, user=editor, until=now, reason="Nadia Rowe again.", now=now)
    Passage.objects.create(article=story, reader=reader, words="worn hinge", created_at=now)
    Subscription.objects.create(
        article=story, email=EMAIL, notify_of=NotifyOf.REPLIES, reader=reader, created_at=now,
        confirmed_at=now,
    )  # fmt: skip
    return reader


def all_text() -> str:
    """Every word in every table of the conversation, and of what is to be done for it."""
    found = []
    for label in ("conversation", "notices", "jobs"):
        for model in apps.get_app_config(label).get_models():
            found += [str(v) for row in model._default_manager.values() for v in row.values()]
    return "\n".join(found).lower()


def test_all_that_is_theirs_stands_in_the_file(
    visitor: Visitor, stranger: Visitor, nadia: Reader, story: Article
) -> None:
    file = as_reader(visitor, nadia).get("/account/everything.json").json()
    kept = file["conversation"]

    said = kept["comments"]
    assert [c["state"] for c in said] == ["published", "held", "rejected"]
    assert said[0]["text"] == "I am nadia rowe and <b>I</b> said so."
    assert (said[0]["story"], said[0]["name"]) == (story.title, NAME)
    assert said[0]["address"].startswith("/stories/the-gate-is-worn/?thread=")
    assert said[1]["reason"] == "It has many links, so a moderator reads it first."
    assert said[2]["reason"] == "Nadia Rowe was rude."
    assert [v["direction"] for v in kept["votes"]] == ["up"]
    assert [p["words"] for p in kept["passages"]] == ["worn hinge"]
    assert [(r["reason"], r["words"]) for r in kept["reports"]] == [
        ("false", "I, nadia rowe, know better.")
    ]
    assert kept["mutes"] == ["Bob"]
    assert [b["reason"] for b in kept["bans"]] == ["Nadia Rowe again."]
    assert [s["email"] for s in file["subscriptions"]] == [EMAIL]
    assert "The gate is fine." not in str(file)


def test_everything_goes_and_the_replies_stay(
    visitor: Visitor, stranger: Visitor, nadia: Reader, bob: Reader, story: Article
) -> None:
    for word in (NAME.lower(), EMAIL, nadia.pk.hex):
        assert word in all_text().replace("-", "")  # the search below looks where they stand

    as_reader(visitor, nadia).post("/account/erase/")

    left = all_text()
    for word in (NAME.lower(), EMAIL, str(nadia.pk), "i said so", "know better", "…"):
        assert word not in left, word
    page = stranger.get("/stories/the-gate-is-worn/").text
    assert "An answer." in page
    assert "Withdrawn by its writer." in page
    assert "Nadia" not in page
    states = Comment.objects.exclude(reader=bob).values_list("state", flat=True)
    assert set(states) == {CommentState.WITHDRAWN}
    assert Discussion.objects.get(pk=story.pk).comment_count == 2
    assert Comment.objects.get(text="The gate is fine.").up_count == 0
    assert check() == []
    assert not Vote.objects.exclude(reader=bob).exists()
    for model in (Report, Mute, Subscription):
        assert not model.objects.exists()
    assert list(Reader.objects.all()) == [bob]
    assert not Job.objects.filter(task_path__contains="take_away").exists()
    # Who judged, when and how is still there; what was said of the person is not.
    judged = Judgement.objects.get(judge=Judge.MODERATOR)
    assert (judged.to_state, judged.reason) == (CommentState.REJECTED, "")


def test_much_of_it_loses_its_words_at_once_and_goes_a_little_at_a_time(
    visitor: Visitor, story: Article, bob: Reader, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "BATCH", 3)
    reader = Reader.objects.create()
    root = written(story, "Mine.", reader=reader, name=NAME)
    for number in range(4):
        written(story, f"Number {number}.", reader=reader, name=NAME, parent=root)
    for number in range(3):
        by_bob = written(story, f"Bob's {number}.", reader=bob, name="Bob")
        cast_vote(by_bob, reader=reader, direction=Direction.UP, now=now)

    erase(reader)

    page = visitor.get("/stories/the-gate-is-worn/").text
    assert NAME not in page
    assert "Number" not in page
    assert NAME.lower() not in all_text()
    assert Comment.objects.filter(state=CommentState.WITHDRAWN).count() == 3
    assert check() == []
    assert not Reader.objects.filter(pk=reader.pk).exists()

    while job := claim_job(now=timezone.now()):
        run_job(job)

    assert Comment.objects.filter(state=CommentState.WITHDRAWN).count() == 5
    assert not Vote.objects.exists()
    assert check() == []
    assert list(Reader.objects.all()) == [bob]
    leaving.take_away_some(reader.pk)  # again, by a worker that was interrupted: nothing to do


def test_who_wrote_two_thousand_comments_keeps_nobody_waiting(story: Article, now: Any) -> None:
    reader = Reader.objects.create()
    Comment.objects.bulk_create(
        Comment(
            article=story, reader=reader, name=NAME, text=f"Number {n}.",
            html=f"<p>Number {n}.</p>", created_at=now,
        )
        for n in range(2000)
    )  # fmt: skip
    Discussion.objects.create(article=story, comment_count=2000)

    begun = time.process_time()
    with transaction.atomic():
        erase(reader)
    spent = time.process_time() - begun

    assert spent < 0.5
    assert not Comment.objects.filter(name=NAME).exists()
    assert Job.objects.filter(task_path__contains="take_away").count() == 1


def test_a_stranger_gets_nothing_of_it(stranger: Visitor, nadia: Reader, bob: Reader) -> None:
    assert stranger.get("/account/everything.json").status_code == 302
    assert stranger.post("/account/erase/").headers["Location"] == "/account/join/"
    assert Comment.objects.filter(name=NAME).count() == 3
    assert conversation_of_reader(bob)["reports"] == []
