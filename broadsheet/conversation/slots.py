"""What the conversation puts into the newsroom's pages."""

from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.conversation.access import openness
from broadsheet.conversation.discussed import most_discussed
from broadsheet.conversation.models import NotifyOf
from broadsheet.conversation.notes import openness_note, zone_name
from broadsheet.conversation.partials import lines_html
from broadsheet.conversation.passages import show_passages
from broadsheet.conversation.queries import View, conversation_of, discussion_of
from broadsheet.conversation.rulebook import rules
from broadsheet.conversation.structured import structured
from broadsheet.delivery.keys import DISCUSSED, thread_key
from broadsheet.lib.slots import Filling, Question


def conversation_slot(question: Question) -> Filling:
    """The conversation under a story, and the questions in its text."""
    article = question.subject
    view = View.from_query(question.query)
    discussion = discussion_of(article)
    conversation = conversation_of(
        article, view, discussion=discussion, newsroom=question.newsroom
    )
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
        body_filters=(show_passages(article, conversation.feedback, is_open=not open_to.is_closed),),
    )


def discussed_slot(question: Question) -> Filling:
    """The most discussed stories, where the front page shows them."""
    if not question.subject.shows_most_discussed:
        return Filling()
    stories = most_discussed(newsroom=question.newsroom, now=timezone.now())
    return Filling(values={"most_discussed": stories}, keys=(DISCUSSED,))
