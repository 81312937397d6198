"""What the conversation puts into the newsroom's pages."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.conversation.inline.passages import show_passages
from broadsheet.conversation.models import NotifyOf
from broadsheet.conversation.order.access import openness
from broadsheet.conversation.order.rulebook import rules
from broadsheet.conversation.reading.discussed import comment_counts, most_discussed
from broadsheet.conversation.reading.notes import openness_note, zone_name
from broadsheet.conversation.reading.partials import lines_html
from broadsheet.conversation.reading.queries import View, conversation_of, discussion_of
from broadsheet.conversation.reading.structured import structured
from broadsheet.delivery.keys import DISCUSSED, thread_key
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
        keys=(thread_key(article.pk),),
        body_filters=(
            show_passages(article, conversation.feedback, is_open=not open_to.is_closed),
        ),
    )


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
    return Filling(values={"comment_counts": counts}, keys=(DISCUSSED,))


def account_slot(question: Question) -> Filling:
    """The ways from a reader's account to what they wrote."""
    ways = [(reverse("own_comments"), _("Your comments"))]
    reader = question.subject
    if reader.user is not None and reader.user.is_member:
        ways.append((reverse("reader", args=[reader.pk]), _("What others see of you")))
    return Filling(values={"ways": ways})


def _most_discussed(question: Question, *, topic: Topic | None = None) -> Filling:
    stories = most_discussed(newsroom=question.newsroom, topic=topic, now=timezone.now())
    return Filling(values={"most_discussed": stories}, keys=(DISCUSSED,))
