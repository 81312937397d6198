"""The rules at the desk: the site's, and one story's."""

from typing import Any

import pytest

from broadsheet.conftest import MakeStaff, Visitor
from broadsheet.conversation.models import Access, ConversationRules, Discussion, Holding
from broadsheet.conversation.order.rulebook import rules
from broadsheet.conversation.tests.desk import QUEUE, written
from broadsheet.delivery.models import Touched
from broadsheet.newsroom import roles
from broadsheet.newsroom.models import Article

AS_DELIVERED = {
    "access": "open",
    "closes_after_days": "",
    "holding": "none",
    "words": "",
    "most_links": "2",
    "seconds_between": "3",
    "reader_burst": "10",
    "story_burst": "600",
    "guests_may_vote": "on",
    "guest_votes_a_day": "100",
    "readers_choose_passages": "on",
}


@pytest.fixture
def moderator(visitor: Visitor, staff: MakeStaff) -> Visitor:
    visitor.force_login(staff("mo", roles.MODERATORS))
    return visitor


def test_the_form_shows_the_rules_as_they_are(moderator: Visitor) -> None:
    text = moderator.get(f"{QUEUE}rules/").text

    assert "One word or phrase a line" in text
    assert 'name="story_burst" value="600"' in text


def test_changed_rules_hold_from_then_on_for_every_page(moderator: Visitor, story: Article) -> None:
    Touched.objects.all().delete()
    sent = AS_DELIVERED | {"holding": "first", "words": "widget", "access": "members"}

    answer = moderator.post(f"{QUEUE}rules/", sent)

    assert answer.status_code == 302
    assert (rules().holding, rules().words, rules().access) == (
        Holding.FIRST,
        "widget",
        Access.MEMBERS,
    )
    assert Touched.objects.filter(key="site").exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"access": "nobody"},
        {"closes_after_days": "0"},
        {"reader_burst": "0"},
        {"most_links": "-1"},
        {"words": "x" * 20_001},
        {"seconds_between": ""},
    ],
)
def test_rules_that_make_no_sense_are_refused_whole(
    moderator: Visitor, sent: dict[str, str]
) -> None:
    answer = moderator.post(f"{QUEUE}rules/", AS_DELIVERED | {"holding": "all"} | sent)

    assert answer.status_code == 422
    assert not ConversationRules.objects.exists()


def test_a_story_has_rules_of_its_own_and_keeps_its_figures(
    moderator: Visitor, story: Article
) -> None:
    written(story)
    Touched.objects.all().delete()

    answer = moderator.post(
        f"{QUEUE}stories/{story.pk}/", {"access": "closed", "closes_after_days": "9"}
    )

    kept = Discussion.objects.get()
    assert answer.status_code == 302
    assert (kept.access, kept.closes_after_days, kept.comment_count) == ("closed", 9, 1)
    assert list(Touched.objects.values_list("key", flat=True)) == [f"thread:{story.pk}"]
    assert "Closed: nobody may write." in moderator.get(f"{QUEUE}stories/{story.pk}/").text


def test_a_storys_rules_can_be_the_sites_again(moderator: Visitor, story: Article) -> None:
    for sent in ({"access": "closed"}, {"access": ""}):
        moderator.post(f"{QUEUE}stories/{story.pk}/", sent)

    assert (Discussion.objects.get().access, Discussion.objects.get().comment_count) == ("", 0)
    assert "Open to everybody." in moderator.get(f"{QUEUE}stories/{story.pk}/").text


@pytest.mark.parametrize("sent", [{"access": "some"}, {"closes_after_days": "-1"}])
def test_a_storys_rules_that_make_no_sense_are_refused(
    moderator: Visitor, story: Article, sent: dict[str, Any]
) -> None:
    assert moderator.post(f"{QUEUE}stories/{story.pk}/", sent).status_code == 422
    assert not Discussion.objects.exists()
    assert moderator.get(f"{QUEUE}stories/999999/").status_code == 404


def test_the_storys_form_leads_to_its_rules(
    visitor: Visitor, staff: MakeStaff, story: Article
) -> None:
    visitor.force_login(staff("ed", roles.EDITORS))

    assert f"{QUEUE}stories/{story.pk}/" in visitor.get(f"/desk/pages/{story.pk}/edit/").text
