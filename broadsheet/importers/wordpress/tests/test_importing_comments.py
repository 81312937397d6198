"""Threads arrive as readers wrote them; what was hidden stays hidden."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from broadsheet.conversation.models import Comment
from broadsheet.delivery.keys import thread_key, versions
from broadsheet.importers.wordpress import comments as importing
from broadsheet.importers.wordpress.load import Report, import_export
from broadsheet.importers.wordpress.tests.exports import (
    MATERIAL,
    comment,
    export,
    item,
    needs_material,
    written,
)
from broadsheet.newsroom.models import Article

pytestmark = pytest.mark.usefixtures("newsroom")

NOW = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)


def test_a_comment_keeps_its_name_its_words_and_its_time(tmp_path: Path) -> None:
    _imported(tmp_path, comment(4, text="At<br>last &amp; <b>least</b>."))

    (only,) = Comment.objects.all()
    assert (only.name, only.text) == ("Jo & Flo", "At\nlast & least.")
    assert only.created_at == datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
    assert (only.state, only.reader, only.parent) == ("published", None, None)


def test_replies_stand_under_what_they_answer_wherever_it_is_in_the_file(tmp_path: Path) -> None:
    _imported(
        tmp_path,
        comment(3, answers=2, text="third", hour=11),
        comment(2, answers=1, text="second", hour=13),
        comment(1, text="first", hour=12),
    )

    assert _threads() == [
        ("first", None, None),
        ("second", "first", "first"),
        ("third", "second", "first"),
    ]
    assert _replies_follow_what_they_answer()


def test_roots_are_in_the_order_of_time(tmp_path: Path) -> None:
    _imported(tmp_path, comment(1, text="late", hour=14), comment(2, text="early", hour=9))

    assert [text for text, _, _ in _threads()] == ["early", "late"]


def test_a_comment_that_waited_for_approval_is_held(tmp_path: Path) -> None:
    _imported(tmp_path, comment(1, approved="0"))

    assert Comment.objects.get().state == "held"


def test_pings_notes_and_what_was_thrown_away_are_passed_over(tmp_path: Path) -> None:
    report = _imported(
        tmp_path,
        comment(1, kind="pingback"),
        comment(2, kind="order_note"),
        comment(3, approved="trash"),
        comment(4, approved="spam"),
        comment(5, text="<img src=x>"),
    )

    assert not Comment.objects.exists()
    assert report.passed_over == {
        "pingback": 1,
        "order_note": 1,
        "comment in trash": 1,
        "comment in spam": 1,
        "comment without words": 1,
    }


def test_a_reply_to_what_is_gone_moves_up(tmp_path: Path) -> None:
    _imported(
        tmp_path,
        comment(1, text="first", hour=9),
        comment(2, answers=1, approved="trash", hour=10),
        comment(3, answers=2, text="third", hour=11),
        comment(4, answers=99, text="fourth", hour=12),
    )

    assert _threads() == [
        ("first", None, None),
        ("third", "first", "first"),
        ("fourth", None, None),
    ]


def test_a_public_reply_does_not_vanish_under_a_held_comment(tmp_path: Path) -> None:
    _imported(
        tmp_path,
        comment(1, text="held", approved="0", hour=9),
        comment(2, answers=1, text="public", hour=10),
        comment(3, answers=1, text="held too", approved="0", hour=11),
    )

    assert _threads() == [
        ("held", None, None),
        ("public", None, None),
        ("held too", "held", "held"),
    ]


def test_comments_that_answer_each_other_in_a_circle_are_untied(tmp_path: Path) -> None:
    _imported(tmp_path, comment(1, answers=2), comment(2, answers=1), comment(3, answers=3))

    assert Comment.objects.count() == 3
    assert _replies_follow_what_they_answer()


def test_a_later_export_adds_only_the_comments_that_are_new(tmp_path: Path) -> None:
    _imported(tmp_path, comment(1, text="first", hour=9))

    report = _imported(
        tmp_path, comment(1, text="first", hour=9), comment(2, answers=1, text="new", hour=10)
    )

    assert (report.added["comment"], report.known["comment"]) == (1, 1)
    assert _threads() == [("first", None, None), ("new", "first", "first")]


def test_a_reply_to_a_comment_deleted_here_becomes_a_root(tmp_path: Path) -> None:
    _imported(tmp_path, comment(1))
    Comment.objects.all().delete()

    _imported(tmp_path, comment(1), comment(2, answers=1, text="new"))

    assert _threads() == [("new", None, None)]


def test_comments_of_the_same_number_are_one(tmp_path: Path) -> None:
    _imported(tmp_path, comment(1, text="a"), comment(1, text="b", hour=13))

    assert [text for text, _, _ in _threads()] == ["a"]


def test_comments_are_written_in_batches_that_keep_their_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH_SIZE", 2)

    _imported(tmp_path, *(comment(n, answers=n - 1, text=str(n), hour=n) for n in range(1, 6)))

    assert _threads() == [("1", None, None)] + [(str(n), str(n - 1), "1") for n in range(2, 6)]


def test_the_conversations_page_learns_of_the_import(tmp_path: Path) -> None:
    _imported(tmp_path, comment(1))

    key = thread_key(Article.objects.get().pk)
    assert versions([key])[key] > 0


def test_more_comments_cost_no_more_queries(tmp_path: Path) -> None:
    with CaptureQueriesContext(connection) as few:
        _imported(tmp_path, comment(1), comment(2, answers=1))
    Article.objects.all().delete()
    with CaptureQueriesContext(connection) as many:
        import_export(
            written(
                tmp_path,
                export(
                    item(wp_id=2, more="".join(comment(n, answers=n - 1) for n in range(3, 60)))
                ),
            ),
            now=NOW,
        )

    assert len(many) <= len(few) + 2


@needs_material
def test_a_real_wpdiscuz_site_keeps_its_threads() -> None:
    report = import_export(MATERIAL / "wxr" / "wpdiscuz-site.xml", now=NOW)

    counts = Counter(Comment.objects.values_list("article__slug", flat=True))
    assert sorted(counts.values()) == [1, 200, 206]
    assert report.added["comment"] == 407
    assert Comment.objects.exclude(parent=None).count() == 114
    assert max(_depth(reply) for reply in Comment.objects.select_related("parent")) == 4


def _imported(folder: Path, *comments: str) -> Report:
    return import_export(written(folder, export(item(more="".join(comments)))), now=NOW)


def _threads() -> list[tuple[str, str | None, str | None]]:
    """Text, parent's text and root's text of each comment, in order of id."""
    return list(Comment.objects.order_by("id").values_list("text", "parent__text", "root__text"))


def _replies_follow_what_they_answer() -> bool:
    return not Comment.objects.filter(parent__gte=F("pk")).exists()


def _depth(comment: Comment) -> int:
    return 1 + (_depth(comment.parent) if comment.parent else 0)
