"""What readers do about others' comments: they report them, or read no more of their writers."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from broadsheet.conftest import Visitor
from broadsheet.conversation.models import Comment, CommentState, Mute, Report
from broadsheet.conversation.order.peace import ban
from broadsheet.conversation.tests.desk import written
from broadsheet.conversation.tests.writing import as_reader
from broadsheet.conversation.writing.comments import publish_comment
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader

MINE = "/stories/the-gate-is-worn/comments/mine.json"


@pytest.fixture
def comment(story: Article, ann: Reader) -> Comment:
    return written(story, "Everybody there is a fool.", reader=ann, name="Nadia")


def report(visitor: Visitor, comment: Comment, reason: str = "insult", **more: str) -> Any:
    headers = {name: more.pop(name) for name in list(more) if name.startswith("HTTP_")}
    fields = {"reason": reason, **more}
    return visitor.post(f"/comments/{comment.pk}/reports/", fields, **headers)


def mute(visitor: Visitor, comment: Comment, on: str = "on", **headers: str) -> Any:
    return visitor.post(f"/comments/{comment.pk}/mute/", {"mute": on}, **headers)


def test_a_report_is_written_down_with_its_reason(visitor: Visitor, comment: Comment) -> None:
    response = report(visitor, comment, words="Of all of us.")

    assert response.status_code == 303
    assert response.headers["Location"] == f"/comments/{comment.pk}/"
    assert set(response.cookies) == {"reader"}
    found = Report.objects.get()
    assert (found.reason, found.words, found.counts) == ("insult", "Of all of us.", False)
    assert "You have reported this comment." in visitor.get(f"/comments/{comment.pk}/").text
    comment.refresh_from_db()
    assert comment.is_published
    assert comment.report_count == 1


def test_a_second_report_of_the_same_reader_is_refused(visitor: Visitor, comment: Comment) -> None:
    report(visitor, comment)

    again = report(visitor, comment, reason="spam")

    assert again.status_code == 409
    assert "Once is enough." in again.text
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": ""}, "Please say what is wrong with it."),
        ({"reason": "nonsense"}, "Please say what is wrong with it."),
        ({"words": "x" * 501}, "A report can have at most 500 characters"),
        ({"words": "a\x00b"}, "invisible control characters"),
    ],
)
def test_a_report_needs_a_reason_and_few_words(
    visitor: Visitor, comment: Comment, fields: dict[str, str], sentence: str
) -> None:
    refused = report(visitor, comment, **fields)

    assert refused.status_code == 422
    assert sentence in refused.text
    assert '<details id="report" open>' in refused.text
    assert not refused.cookies
    assert not Report.objects.exists()


def test_the_report_that_holds_it_leads_back_to_the_story(
    visitor: Visitor, stranger: Visitor, story: Article, comment: Comment
) -> None:
    old = timezone.now() - timedelta(days=30)
    readers = [Reader.objects.create() for _ in range(3)]
    Reader.objects.update(created_at=old)
    for reader in readers:
        for number in range(3):
            publish_comment(story, reader=reader, name="Kit", text=f"{number}", now=old)
    answers = [report(as_reader(Visitor(), reader), comment) for reader in readers]

    assert [a.headers["Location"] for a in answers] == [
        f"/comments/{comment.pk}/",
        f"/comments/{comment.pk}/",
        "/stories/the-gate-is-worn/#conversation",
    ]
    comment.refresh_from_db()
    assert (comment.state, comment.reason) == (CommentState.HELD, "reported")


def test_nobody_reports_or_mutes_themselves(
    visitor: Visitor, comment: Comment, ann: Reader
) -> None:
    as_reader(visitor, ann)

    for refused in (report(visitor, comment), mute(visitor, comment)):
        assert refused.status_code == 403
        assert "your own comment" in refused.text
    assert not Report.objects.exists()
    assert not Mute.objects.exists()


def test_who_is_banned_reports_nothing(
    visitor: Visitor, comment: Comment, bob: Reader, editor: Any
) -> None:
    ban(bob, user=editor, until=None, reason="", now=timezone.now())

    assert report(as_reader(visitor, bob), comment).status_code == 403
    assert not Report.objects.exists()


def test_reports_of_one_address_have_an_end(story: Article, ann: Reader) -> None:
    comments = [written(story, f"Number {n}.", reader=ann) for n in range(11)]

    answers = [report(Visitor(), comment) for comment in comments]

    assert [a.status_code for a in answers] == [303] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert Report.objects.count() == 10
    assert Reader.objects.count() == 11  # none for the report that was refused


def test_a_muted_reader_is_known_to_the_page_of_who_muted_them(
    visitor: Visitor, stranger: Visitor, story: Article, comment: Comment, ann: Reader
) -> None:
    other = written(story, "One more thing.", reader=ann)

    muted = mute(visitor, comment)

    assert muted.status_code == 303
    assert set(muted.cookies) == {"reader"}
    assert sorted(visitor.get(MINE).json()["muted"]) == [comment.pk, other.pk]
    assert stranger.get(MINE).json()["muted"] == []
    assert "Read them again" in visitor.get(f"/comments/{comment.pk}/").text
    assert "Everybody there" in visitor.get("/stories/the-gate-is-worn/").text  # for all the same

    mute(visitor, comment, "off")

    assert visitor.get(MINE).json()["muted"] == []


def test_muting_somebody_tells_nothing_of_their_other_names(
    visitor: Visitor, story: Article, comment: Comment, ann: Reader
) -> None:
    written(story, "Said elsewhere.", reader=ann, name="Somebody else")

    mute(visitor, comment)

    page = visitor.get("/comments/mine/").text
    assert "<bdi>Nadia</bdi>" in page
    assert "Somebody else" not in page


def test_whom_one_mutes_stands_on_ones_own_page_and_can_be_undone(
    visitor: Visitor, stranger: Visitor, comment: Comment, bob: Reader
) -> None:
    mute(as_reader(visitor, bob), comment)
    mute(stranger, comment)
    own = Mute.objects.get(reader=bob)
    page = visitor.get("/comments/mine/").text
    assert "<bdi>Nadia</bdi>" in page
    assert f'name="mute" value="{own.pk}"' in page

    others = stranger.post("/comments/mine/mutes/", {"mute": own.pk})
    assert others.status_code == 404
    assert Mute.objects.count() == 2
    undone = visitor.post("/comments/mine/mutes/", {"mute": own.pk})

    assert undone.headers["Location"] == "/comments/mine/#muted"
    assert not Mute.objects.filter(reader=bob).exists()
    assert visitor.post("/comments/mine/mutes/", {"mute": own.pk}).status_code == 404
    assert visitor.post("/comments/mine/mutes/", {"mute": "x"}).status_code == 404


def test_whoever_wrote_elsewhere_cannot_be_muted(visitor: Visitor, story: Article) -> None:
    brought = Comment.objects.create(
        article=story, name="Old hand", text="From before.", created_at=timezone.now()
    )

    assert 'id="mute"' not in visitor.get(f"/comments/{brought.pk}/").text
    assert mute(visitor, brought).status_code == 409
    assert not Reader.objects.exists()


def test_what_may_not_be_seen_is_neither_reported_nor_muted(
    visitor: Visitor, comment: Comment
) -> None:
    Comment.objects.update(state=CommentState.HELD)

    assert report(visitor, comment).status_code == 404
    assert mute(visitor, comment).status_code == 404
    assert list(Reader.objects.values_list("pk", flat=True)) == [comment.reader_id]


@pytest.mark.parametrize("on", ["", "yes", "\x00"])
def test_a_mute_is_on_or_off(visitor: Visitor, comment: Comment, on: str) -> None:
    assert mute(visitor, comment, on).status_code == 400
    assert not Mute.objects.exists()


def test_a_script_gets_the_acts_anew(visitor: Visitor, comment: Comment) -> None:
    script = {"HTTP_X_REQUESTED_WITH": "fetch"}

    muted = mute(visitor, comment, **script)
    reported = report(visitor, comment, **script)
    again = report(visitor, comment, **script)

    assert "Read them again" in muted.text
    assert "You have reported this comment." in reported.text
    assert "<html" not in muted.text + reported.text + again.text
    assert (muted.status_code, reported.status_code, again.status_code) == (200, 200, 409)
