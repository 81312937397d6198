"""The sample newsroom: what a visitor of a new site sees first."""

import re
from datetime import timedelta

import pytest
from django.db.models import Count, F, Q
from django.test import Client
from django.utils import timezone

from broadsheet.conversation.models import Comment, Direction
from broadsheet.funding.ledger.checking import differences_within
from broadsheet.funding.meter.queries import with_raised
from broadsheet.funding.models import Campaign, Gift, RegularGift, Reversal, ReversalState
from broadsheet.newsroom.models import Article, Author, CreditedImage, NewsroomSettings, Topic
from broadsheet.site.sample.load import NotEmpty, load_sample

pytestmark = pytest.mark.django_db


def test_the_sample_is_a_whole_newspaper(visitor: Client) -> None:
    assert Article.objects.live().count() == 14
    assert (Author.objects.count(), Topic.objects.count()) == (4, 7)
    assert Comment.objects.filter(article__slug="storm-gate").count() > 200
    assert NewsroomSettings.load().is_sample
    # Every internal link of every story leads somewhere.
    for article in Article.objects.live():
        page = visitor.get(f"/stories/{article.slug}/")
        assert page.status_code == 200
        for link in set(re.findall(r'href="(/stories/[^"?#]*)', page.text)):
            assert visitor.get(link).status_code in (200, 405), link
    # A second sample would be mixed into the first.
    with pytest.raises(NotEmpty):
        load_sample(now=timezone.now())


def test_the_samples_figures_are_rows(visitor: Client) -> None:
    [campaign] = with_raised(Campaign.objects.all())
    assert campaign.raised_minor == 89_500  # type: ignore[attr-defined]  # annotated
    settled = Gift.objects.filter(state="settled")
    assert settled.count() > 10
    assert set(settled.values_list("currency", flat=True)) == {"USD", "EUR"}
    assert Reversal.objects.get().state == ReversalState.MADE
    assert Gift.objects.filter(state="processing").count() == 1
    assert RegularGift.objects.get().state == "active"
    assert Gift.objects.exclude(message="").filter(message_state="waiting").count() == 1
    assert list(differences_within(now=timezone.now())) == []
    counted = Comment.objects.annotate(
        ups=Count("votes", filter=Q(votes__direction=Direction.UP)),
        downs=Count("votes", filter=Q(votes__direction=Direction.DOWN)),
    )
    assert not counted.exclude(ups=F("up_count"), downs=F("down_count")).exists()
    assert not Comment.objects.filter(created_at__gt=timezone.now()).exists()
    assert not Article.objects.filter(first_published_at__gt=timezone.now()).exists()
    assert Article.objects.filter(
        first_published_at__lt=timezone.now() - timedelta(days=7)
    ).exists()


def test_every_picture_has_words_and_a_credit() -> None:
    assert CreditedImage.objects.count() >= 18
    assert not CreditedImage.objects.filter(Q(alt="") | Q(credit="") | Q(licence="")).exists()


def test_the_lead_asks_its_readers_something(visitor: Client) -> None:
    page = visitor.get("/stories/storm-gate/").text

    assert '<mark class="asked"' in page
    assert "6 answers" in page
    assert "Inline Feedbacks" in page
