"""What the conversation puts into the newsroom's pages."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.conversation.inline.passages import show_passages
from broadsheet.conversation.models import NotifyOf
from broadsheet.conversation.order.access import openness
from broadsheet.conversation.order.rulebook import rules
from broadsheet.conversation.reading.discussed import comment_counts, most_discussed, window_end
from broadsheet.conversation.reading.notes import openness_note, zone_name
from broadsheet.conversation.reading.partials import lines_html
from broadsheet.conversation.reading.queries import (
    conversation_of,
    discussion_of,
    newest_comment_ids,
)
from broadsheet.conversation.reading.structured import structured
from broadsheet.conversation.reading.view import View
from broadsheet.delivery.keys import DISCUSSED, count_key, discussed_key, thread_key, votes_key
from broadsheet.lib.slots import Filling, Question
from broadsheet.newsroom.models import Topic


def conversation_slot(question: Question) -> Filling:
    """The conversation under a story, and the questions in its text."""
    article = question.subject
    view = View.from_query(question.query)
    discussion = discussion_of(article)
    conversation = conversation_of(article, view, discussion=discussion, newsroom=question.newsroom)
    open_to = openness(article, discussion=discussion, rules=rules(), now=timezone.now())
    return Filling(
        values={
            "conversation": conversation,
            "comments": lines_html(conversation.lines, is_open=not open_to.is_closed),
            "openness": open_to,
            "openness_note": openness_note(open_to, article=article, newsroom=question.newsroom),
            "notify_choices": [("", _("nothing")), *NotifyOf.choices],
            "subscription_choices": NotifyOf.choices[:2],
            "takes_quotes": rules().readers_choose_passages and not open_to.is_closed,
            "zone_name": zone_name(question.newsroom),
            "said": structured(conversation),
        },
        keys=(thread_key(article.pk), votes_key(article.pk)),
        until=None if open_to.is_closed else open_to.closes_at,
        body_filters=(
            show_passages(article, conversation.feedback, is_open=not open_to.is_closed),
        ),
    )


def live_slot(question: Question) -> Filling:
    """How many comments a story has, and the newest of them."""
    article = question.subject
    values = {
        "comments": discussion_of(article).comment_count,
        "newest": newest_comment_ids(article),
    }
    return Filling(values=values, keys=(thread_key(article.pk),))


def discussed_slot(question: Question) -> Filling:
    """The most discussed stories, where the front page shows them."""
    if not question.subject.shows_most_discussed:
        return Filling()
    return _most_discussed(question)


def topic_slot(question: Question) -> Filling:
    """The most discussed stories of a topic."""
    return _most_discussed(question, topic=question.subject)


def counts_slot(question: Question) -> Filling:
    """How many comments each of a list's stories has; it asks with their ids."""
    counts = comment_counts(question.subject)
    keys = tuple(map(count_key, question.subject))
    return Filling(values={"comment_counts": counts}, keys=keys)


def account_slot(question: Question) -> Filling:
    """The ways from a reader's account to what they wrote."""
    ways = [(reverse("own_comments"), _("Your comments"))]
    reader = question.subject
    if reader.user is not None and reader.user.is_member:
        ways.append((reverse("reader", args=[reader.pk]), _("What others see of you")))
    return Filling(values={"ways": ways})


def _most_discussed(question: Question, *, topic: Topic | None = None) -> Filling:
    now = timezone.now()
    stories = most_discussed(newsroom=question.newsroom, topic=topic, now=now)
    until = window_end(newsroom=question.newsroom, now=now)
    key = discussed_key(topic.pk) if topic else DISCUSSED
    return Filling(values={"most_discussed": stories}, keys=(key,), until=until)
