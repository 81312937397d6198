"""What the conversation puts into the newsroom's pages."""

from broadsheet.conversation.forms import CommentForm, SubscriptionForm
from broadsheet.conversation.prompts import show_questions
from broadsheet.conversation.queries import View, conversation_of
from broadsheet.delivery.keys import thread_key
from broadsheet.lib.slots import Filling, Question


def conversation_slot(question: Question) -> Filling:
    """The conversation under a story, and the questions in its text."""
    article = question.subject
    view = View.from_query(question.query)
    conversation = conversation_of(article, view, newsroom=question.newsroom)
    return Filling(
        values={
            "conversation": conversation,
            "form": CommentForm(article=article),
            "subscription_form": SubscriptionForm(),
        },
        keys=(thread_key(article.pk),),
        body_filters=(show_questions(conversation.questions),),
    )
