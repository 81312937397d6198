"""What the conversation puts into the newsroom's pages."""

from django.utils import timezone

from broadsheet.conversation.access import openness
from broadsheet.conversation.discussed import most_discussed
from broadsheet.conversation.forms import CommentForm, SubscriptionForm
from broadsheet.conversation.passages import show_questions
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
            "openness": open_to,
            "form": CommentForm(article=article),
            "subscription_form": SubscriptionForm(),
            "said": structured(conversation),
        },
        keys=(thread_key(article.pk),),
        body_filters=(show_questions(conversation.questions),),
    )


def discussed_slot(question: Question) -> Filling:
    """The most discussed stories, where the front page shows them."""
    if not question.subject.shows_most_discussed:
        return Filling()
    stories = most_discussed(newsroom=question.newsroom, now=timezone.now())
    return Filling(values={"most_discussed": stories}, keys=(DISCUSSED,))
