"""The queue at the desk: who is let in, what it shows, and what its forms do."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from broadsheet.conftest import MakeStaff, Visitor
from broadsheet.conversation.models import (
    Ban,
    Comment,
    CommentState,
    ConversationRules,
    Judge,
    Judgement,
    ReportReason,
)
from broadsheet.conversation.order.moderation import change_state
from broadsheet.conversation.order.peace import ban
from broadsheet.conversation.order.reports import report_comment
from broadsheet.conversation.order.rulebook import change_rules
from broadsheet.conversation.order.screening import Stop
from broadsheet.conversation.tests.desk import QUEUE, held, in_place, judge, state_of, written
from broadsheet.newsroom import roles
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader, User

PUBLISHED, HELD, REJECTED, SPAM, WITHDRAWN = CommentState
PAGES = ("", "?show=all", "{comment}/", "bans/", "rules/", "stories/{story}/")
POSTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("judge/", {"comment": "{comment}|held|", "to": "published"}),
    ("undo/", {"judgement": "{judgement}"}),
    ("ban/", {"reader": "{reader}", "length": "good", "reason": "No."}),
    ("bans/{ban}/lift/", {}),
    ("rules/", {"access": "closed", "holding": "all"}),
    ("stories/{story}/", {"access": "closed"}),
)


@pytest.fixture
def moderator(visitor: Visitor, staff: MakeStaff) -> Visitor:
    visitor.force_login(staff("mo", roles.MODERATORS))
    return visitor


@pytest.mark.parametrize("who", ["nobody", roles.REPORTERS])
def test_a_stranger_gets_and_changes_nothing(
    stranger: Visitor, staff: MakeStaff, story: Article, editor: User, now: datetime, who: str
) -> None:
    if who != "nobody":
        stranger.force_login(staff("rosa", who))
    comment = held(story, "A secret squeak.")
    judged = held(story, "Judged.")
    change_state(judged, to=SPAM, judge=Judge.MODERATOR, user=editor, now=now)
    stands = ban(Reader.objects.create(), user=editor, until=None, reason="No.", now=now)
    names = {
        "comment": comment.pk,
        "story": story.pk,
        "judgement": Judgement.objects.latest("id").pk,
        "reader": comment.reader_id,
        "ban": stands.pk,
    }

    answers = [stranger.get(QUEUE + path.format(**names)) for path in PAGES]
    for path, fields in POSTS:
        sent = {name: value.format(**names) for name, value in fields.items()}
        answers.append(stranger.post(QUEUE + path.format(**names), sent))

    assert {answer.status_code for answer in answers} == {302}
    assert not any("squeak" in answer.text for answer in answers)
    assert (state_of(comment), state_of(judged)) == (HELD, SPAM)
    assert list(Ban.objects.values_list("lifted_at", flat=True)) == [None]
    assert not ConversationRules.objects.exists()
    assert "Conversation" not in stranger.get("/desk/").text


@pytest.mark.parametrize("role", [roles.MODERATORS, roles.EDITORS, roles.ADMINISTRATORS])
def test_those_who_may_moderate_find_the_way_with_the_number_waiting(
    visitor: Visitor, staff: MakeStaff, story: Article, role: str
) -> None:
    held(story)
    visitor.force_login(staff("mo", role))

    assert "Conversation (1)" in visitor.get("/desk/").text
    assert "The hinge squeaks." in visitor.get(QUEUE).text


def test_state_changes_by_post_alone(moderator: Visitor, story: Article) -> None:
    comment = held(story)

    answers = [
        moderator.get(f"{QUEUE}{path}", {"comment": f"{comment.pk}|held|", "to": "spam"})
        for path in ("judge/", "undo/", "ban/", "bans/1/lift/")
    ]

    assert [answer.status_code for answer in answers] == [405] * 4
    assert state_of(comment) == HELD


def test_the_token_of_the_desk_is_asked_for(story: Article, staff: MakeStaff) -> None:
    careful = Visitor(enforce_csrf_checks=True)
    careful.force_login(staff("mo", roles.MODERATORS))
    comment = held(story)

    assert judge(careful, comment, to=PUBLISHED).status_code == 403
    assert state_of(comment) == HELD


def test_each_shelf_holds_its_own(moderator: Visitor, story: Article, now: datetime) -> None:
    for state in (PUBLISHED, REJECTED, SPAM):
        comment = held(story, f"I am {state.value}.")
        change_state(comment, to=state, judge=Judge.MODERATOR, now=now)
    held(story, "I am waiting.")
    reported = written(story, "I am reported.")
    report_comment(
        reported,
        reader=Reader.objects.create(),
        reason=ReportReason.HATE,
        words="Look at <b>this</b>.",
        now=now,
    )

    for shelf in ("waiting", "reported", "rejected", "spam"):
        text = moderator.get(QUEUE, {"show": shelf}).text
        shown = [
            word
            for word in ("waiting", "reported", "rejected", "spam", "published")
            if f"I am {word}." in text
        ]
        assert shown == [shelf]
    assert "Look at &lt;b&gt;this&lt;/b&gt;." in moderator.get(QUEUE, {"show": "reported"}).text
    assert "I am published." in moderator.get(QUEUE, {"show": "published"}).text


def test_the_queue_is_narrowed_by_story_reader_and_words(
    moderator: Visitor, story: Article, write_story: Any, ann: Reader
) -> None:
    held(story, "By Ann, on the gate.", reader=ann)
    held(story, "Of 100% oil.", name="Kit")
    held(write_story("The ferry"), "On the ferry.")

    def shown(**query: object) -> list[bool]:
        text = moderator.get(QUEUE, query).text
        return [words in text for words in ("By Ann", "100% oil", "On the ferry")]

    assert shown(story=story.pk) == [True, True, False]
    assert shown(reader=str(ann.pk)) == [True, False, False]
    assert shown(words="KIT") == [False, True, False]
    assert shown(words="100%") == [False, True, False]
    for query in ({"story": "x"}, {"reader": "x"}, {"show": "x"}, {"page": "0"}, {"words": "\0"}):
        assert shown(**query) == [True, True, True]


def test_who_waits_longest_comes_first_and_pages_are_links(
    moderator: Visitor, story: Article, now: datetime
) -> None:
    for number in range(30):
        held(story, f"Number {number}.", now=now + timedelta(minutes=number))

    first, newest = moderator.get(QUEUE).text, moderator.get(QUEUE, {"order": "newest"}).text
    second = moderator.get(QUEUE, {"page": 2}).text

    assert "Number 0." in first
    assert "Number 29." in newest
    assert "Number 29." not in first
    assert "Number 29." in second
    assert 'href="/desk/conversation/?page=2"' in first


def test_the_queue_takes_the_same_queries_at_any_length(
    moderator: Visitor, story: Article, django_assert_max_num_queries: Any
) -> None:
    root = written(story)
    for number in range(2):
        held(story, f"Reply {number}.", parent=root)
    moderator.get(QUEUE)
    with django_assert_max_num_queries(40) as few:
        moderator.get(QUEUE)
    for number in range(20):
        held(story, f"More {number}.", parent=root)

    with django_assert_max_num_queries(len(few.captured_queries)):
        moderator.get(QUEUE)


def test_a_row_says_why_it_waits_and_which_word_it_was(moderator: Visitor, story: Article) -> None:
    change_rules(ConversationRules(words="Widget\nsquirrel"))
    held(story, "My widget, sir.", stop=Stop.WORD)
    held(story, "See https://a.example/x?y=1&z=2 and more.", stop=Stop.LINKS, name="Kit")

    text = moderator.get(QUEUE).text

    assert "It has a word that a moderator looks at first." in text
    assert "The word: widget" in text
    assert "squirrel" not in text
    assert "It leads to https://a.example/x?y=1&amp;z=2" in text


def test_a_comment_is_read_in_its_thread(moderator: Visitor, story: Article) -> None:
    root = written(story, "The root of it.")
    written(story, "A sibling.", parent=root, name="Kit")
    reply = held(story, "I wait.", parent=root, name="Lou")

    text = moderator.get(f"{QUEUE}{reply.pk}/").text

    assert all(words in text for words in ("The root of it.", "A sibling.", "I wait."))
    assert moderator.get(f"{QUEUE}999999/").status_code == 404


def test_a_withdrawn_comment_shows_its_place_alone(
    moderator: Visitor, story: Article, ann: Reader, now: datetime
) -> None:
    from broadsheet.conversation.writing.comments import withdraw_comment

    comment = written(story, "Words I regret.", reader=ann)
    withdraw_comment(comment, reader=ann, now=now)

    text = moderator.get(QUEUE, {"show": "withdrawn"}).text

    assert "Withdrawn by its writer" in text
    assert "regret" not in text
    assert 'name="to" value="spam" form' not in text
    judge(moderator, comment, to=PUBLISHED)
    assert state_of(comment) == WITHDRAWN


@pytest.mark.parametrize("to", [PUBLISHED, SPAM, HELD])
def test_a_form_judges_and_leads_back_to_where_it_stood(
    moderator: Visitor, story: Article, to: CommentState
) -> None:
    comment = held(story) if to is not HELD else written(story)

    answer = judge(moderator, comment, to=to, view="show=all&words=hinge&next=//evil.example")

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{QUEUE}?show=all&words=hinge"
    last = Judgement.objects.latest("id")
    assert (state_of(comment), last.judge) == (to, Judge.MODERATOR)
    assert last.user is not None
    assert last.user.username == "mo"


@pytest.mark.parametrize(
    "fields, kept, read",
    [
        ({"because": "because:insult"}, "because:insult", "It insults or threatens somebody."),
        ({"reason": "  Too loud. "}, "Too loud.", "Too loud."),
        ({"because": "because:topic", "reason": "Not here."}, "Not here.", "Not here."),
    ],
)
def test_a_rejection_has_a_reason_for_its_writer(
    moderator: Visitor, story: Article, fields: dict[str, str], kept: str, read: str
) -> None:
    comment = held(story)

    judge(moderator, comment, to=REJECTED, **fields)

    assert (state_of(comment), Comment.objects.get().reason) == (REJECTED, kept)
    assert read in moderator.get(QUEUE, {"show": "rejected"}).text


@pytest.mark.parametrize(
    "sent, words",
    [
        ({"to": "rejected"}, "Say why: its writer reads the reason."),
        ({"to": "rejected", "reason": "x" * 501}, "at most 500"),
        ({"to": "withdrawn"}, "withdrawn"),
        ({}, "required"),
        ({"to": "spam", "comment": []}, "Choose at least one comment"),
        ({"to": "spam", "comment": ["1 or 1=1"]}, "These are no comments."),
        ({"to": "spam", "comment": ["7|held|"] * 26}, "no more than a page"),
    ],
)
def test_what_cannot_be_judged_is_said_and_changes_nothing(
    moderator: Visitor, story: Article, sent: dict[str, Any], words: str
) -> None:
    comment = held(story)
    fields = {"comment": [f"{comment.pk}|held|"], "reason": ""} | sent

    answer = in_place(moderator, "judge/", fields)

    assert answer.status_code == 422
    assert words in answer.text
    assert state_of(comment) == HELD


def test_many_are_judged_at_once_and_undone_at_once(moderator: Visitor, story: Article) -> None:
    three = [held(story, f"Number {number}.") for number in range(3)]
    change_state(
        Comment.objects.get(pk=three[2].pk), to=SPAM, judge=Judge.MODERATOR, now=timezone.now()
    )

    judge(moderator, *three, to=PUBLISHED)
    page = moderator.get(QUEUE)

    assert [state_of(one) for one in three] == [PUBLISHED, PUBLISHED, SPAM]
    assert "1 comment was left alone, since it has changed meanwhile: Nadia (Spam now)" in page.text
    assert "2 comments published." in page.text
    moderator.post(f"{QUEUE}undo/", {"judgement": page.context["last"].judgement_ids})
    assert [state_of(one) for one in three] == [HELD, HELD, SPAM]


def test_a_script_gets_the_rows_that_stay_and_the_way_to_undo(
    moderator: Visitor, story: Article
) -> None:
    one = held(story, "One.")
    seen = {"comment": f"{one.pk}|held|", "to": "published"}

    left = in_place(moderator, "judge/", {**seen, "view": ""})
    last = Judgement.objects.latest("id")
    back = in_place(moderator, "undo/", {"judgement": last.pk, "view": ""})

    assert f'data-touched="{one.pk}"' in left.text
    assert "1 comment published." in left.text
    assert f'name="judgement" value="{last.pk}"' in left.text
    assert "data-row" not in left.text
    assert f'data-row="{one.pk}"' in back.text
    assert "data-brings-back" in back.text
    assert "<html" not in left.text


def test_a_writer_is_banned_and_the_ban_lifted(
    moderator: Visitor, story: Article, ann: Reader
) -> None:
    comment = held(story, reader=ann)
    fields = {"reader": str(ann.pk), "length": "day", "reason": "Three insults."}

    answer = in_place(moderator, "ban/", {**fields, "view": ""})

    stands = Ban.objects.get()
    assert stands.until is not None
    assert stands.until - stands.created_at == timedelta(days=1)
    assert f'data-row="{comment.pk}"' in answer.text
    assert "Its writer is banned until" in answer.text
    listed = moderator.get(f"{QUEUE}bans/").text
    assert all(words in listed for words in ("Three insults.", "Nadia", "mo"))
    assert moderator.post(f"{QUEUE}bans/{stands.pk}/lift/").status_code == 302
    assert "Nobody is banned." in moderator.get(f"{QUEUE}bans/").text
    assert "has ended already" in in_place(moderator, f"bans/{stands.pk}/lift/", {"view": ""}).text


@pytest.mark.parametrize(
    "sent",
    [{"length": "for ever"}, {"reason": " "}, {"reader": "x"}, {"reader": "0" * 32}],
)
def test_a_ban_that_says_too_little_is_none(
    moderator: Visitor, ann: Reader, sent: dict[str, str]
) -> None:
    fields = {"reader": str(ann.pk), "length": "hour", "reason": "No."} | sent

    assert in_place(moderator, "ban/", fields).status_code == 422
    assert not Ban.objects.exists()


def test_a_ban_that_was_done_last_is_what_undo_lifts(
    moderator: Visitor, story: Article, ann: Reader
) -> None:
    judge(moderator, held(story, reader=ann), to=SPAM)
    moderator.post(f"{QUEUE}ban/", {"reader": str(ann.pk), "length": "good", "reason": "Spam."})

    text = moderator.get(QUEUE).text

    assert "The writer is banned for good." in text
    assert f'action="{QUEUE}bans/{Ban.objects.get().pk}/lift/"' in text


def test_hostile_words_are_words(moderator: Visitor, story: Article) -> None:
    script = "<script>alert(1)</script>"
    comment = held(story, script, name=f"N{script}")
    judge(moderator, comment, to=REJECTED, reason=f"R{script}")

    for query in ({"show": "rejected"}, {"show": "all", "words": script}):
        text = moderator.get(QUEUE, query).text
        assert script not in text
        assert "N&lt;script&gt;" in text
