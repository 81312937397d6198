"""The site's rules of conversation, remembered while the newsroom's settings stay the same."""

from django.db import transaction

from broadsheet.conversation.models import ConversationRules, Discussion, Holding
from broadsheet.conversation.order.screening import Screen, words_of
from broadsheet.delivery.keys import SITE, thread_key, touch
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.models import Article, NewsroomSettings

_remembered: tuple[NewsroomSettings, ConversationRules] | None = None


def rules() -> ConversationRules:
    """The rules as they stand now. No query, but one where the site has just changed."""
    global _remembered
    newsroom = this_newsroom()  # another object after every change of the site
    if _remembered is None or _remembered[0] is not newsroom:
        _remembered = (newsroom, stored_rules())
    return _remembered[1]


def stored_rules() -> ConversationRules:
    """The row itself, or one as we deliver it. One query."""
    return ConversationRules.objects.first() or ConversationRules(pk=1)


@transaction.atomic
def change_rules(rules: ConversationRules) -> None:
    """Write the rules down; every page that says who may write is made anew."""
    rules.pk = 1
    rules.save()
    touch(SITE)


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
