"""The rules of conversation: the site's, those of one story, and what they hold back."""

from django.db import transaction

from broadsheet.conversation.models import ConversationRules, Discussion, Holding
from broadsheet.conversation.order.screening import Screen, words_of
from broadsheet.delivery.keys import thread_key, touch
from broadsheet.newsroom.house_rules import HouseRules
from broadsheet.newsroom.models import Article

_house: HouseRules[ConversationRules] = HouseRules(ConversationRules)

rules = _house.now
stored_rules = _house.stored
change_rules = _house.change


@transaction.atomic
def change_story_rules(article: Article, *, access: str, closes_after_days: int | None) -> None:
    """Write down who may write under one story; its page says so from now on."""
    Discussion.objects.bulk_create([Discussion(article=article)], ignore_conflicts=True)
    Discussion.objects.filter(pk=article.pk).update(
        access=access, closes_after_days=closes_after_days
    )
    touch(thread_key(article.pk))


def screen_of(rules: ConversationRules) -> Screen:
    """The part of the rules that a comment meets on its way in."""
    return Screen(
        holds_all=rules.holding == Holding.ALL,
        holds_first=rules.holding == Holding.FIRST,
        most_links=rules.most_links,
        words=words_of(rules.words),
    )
