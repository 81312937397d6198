"""The sample newsroom: what a visitor of a new site sees first."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count, F, Q
from django.test import Client, override_settings
from django.utils import timezone
from PIL import Image

from broadsheet.conversation.models import Comment, Direction
from broadsheet.funding.models import Gift
from broadsheet.newsroom.models import Article, Author, CreditedImage, NewsroomSettings, Topic
from broadsheet.site.sample import load
from broadsheet.site.sample.load import NotEmpty, load_sample

# In one of xdist's processes, so that the sample is loaded once.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample"),
    pytest.mark.xdist_group("sample"),
]


@pytest.fixture(scope="module")
def sample(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Loaded once; each test looks at it within a transaction of its own."""
    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        # The pictures are drawn for real in the browser's tests; here they would only cost time.
        patch.setattr(load, "draw", lambda name, **size: Image.new("RGB", (16, 9)))
        load_sample(now=timezone.now())
        yield
        transaction.set_rollback(True)


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
    settled = [gift.amount_minor for gift in Gift.objects.filter(state="settled")]
    assert sum(settled) == 89_500
    assert len(settled) > 1
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
