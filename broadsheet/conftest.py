"""The cast: the few people and things that the tests are about."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.utils import timezone

from broadsheet.delivery.models import Touched
from broadsheet.funding.ledger import guards
from broadsheet.lib.jobs.models import Job
from broadsheet.newsroom import roles
from broadsheet.newsroom.models import Article, Author, Byline, FrontPage, StoryArchive, Topic
from broadsheet.newsroom.setup import found_newsroom
from broadsheet.readers.models import Reader, User
from broadsheet.readers.sign_in.factors import SET_UP_HERE, has_second_factor

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)

WriteStory = Callable[..., Article]
MakeStaff = Callable[[str, str], User]


@pytest.fixture
def now() -> datetime:
    return NOON


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The database of the tests holds an empty newsroom: founding one takes longer than most."""
    with django_db_blocker.unblock():
        found_newsroom(address=settings.SITE_ADDRESS)
        Job.objects.all().delete()
        Touched.objects.all().delete()


@pytest.fixture
def _django_db_helper(
    request: pytest.FixtureRequest, _guards_again: None, _django_db_helper: None
) -> Iterator[None]:
    """Tests with real transactions empty every table in the end, which the ledger refuses.

    It stands around pytest-django's own, so that the guards are away while the tables are emptied.
    """
    yield
    if _has_real_transactions(request):
        guards.remove(connection)


@pytest.fixture
def _guards_again(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[None]:
    yield
    if _has_real_transactions(request):
        with django_db_blocker.unblock():
            guards.install(connection)


def _has_real_transactions(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    is_marked = marker is not None and bool(marker.kwargs.get("transaction"))
    return is_marked or "transactional_db" in request.fixturenames


@pytest.fixture
def newsroom(db: None) -> FrontPage:
    """An empty newsroom: a front page and an archive."""
    # Tests with real transactions, which run last, leave an empty database behind.
    return FrontPage.objects.first() or found_newsroom(address=settings.SITE_ADDRESS)


@pytest.fixture
def harbour(newsroom: FrontPage) -> Topic:
    return Topic.objects.create(name="Harbour", slug="harbour")


@pytest.fixture
def ines(newsroom: FrontPage) -> Author:
    return Author.objects.create(name="Inès Calloway", slug="ines-calloway")


@pytest.fixture
def write_story(harbour: Topic, ines: Author) -> WriteStory:
    """Publishes a story; say only what matters to the test."""

    def write(title: str = "The gate is worn", **values: Any) -> Article:
        body = values.pop("body", [("text", "<p>The gate has a worn hinge.</p>")])
        now = timezone.now()
        live = values.pop("live", True) and (values.get("go_live_at") or now) <= now
        dates = {"first_published_at": now, "last_published_at": now} if live else {}
        article = Article(title=title, live=live, **{"topic": harbour} | dates | values)
        article.bylines.set([Byline(author=ines)])
        article.body = body
        StoryArchive.objects.get().add_child(instance=article)
        if live:
            # As the desk publishes, in half the time: hundreds of tests begin with it.
            revision = article.save_revision(clean=False, log_action=False)
            Article.objects.filter(pk=article.pk).update(
                live_revision=revision, has_unpublished_changes=False
            )
            article.refresh_from_db()
        return article

    return write


@pytest.fixture
def story(write_story: WriteStory) -> Article:
    return write_story()


@pytest.fixture
def ann(db: None) -> Reader:
    return Reader.objects.create()


@pytest.fixture
def bob(db: None) -> Reader:
    return Reader.objects.create()


@pytest.fixture
def editor(newsroom: FrontPage) -> User:
    return User.objects.create_superuser("editor", "editor@lantern.example", "a long password 7")


@pytest.fixture
def staff(newsroom: FrontPage) -> MakeStaff:
    """Makes somebody with one of the roles: `staff("rosa", roles.REPORTERS)`."""

    def make(name: str, role: str) -> User:
        user = User.objects.create_user(name, password="a long password 7")
        user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.fixture
def reporter(staff: MakeStaff) -> User:
    return staff("rosa", roles.REPORTERS)


class Visitor(Client):
    """A browser on the site's own address."""

    def __init__(self, **options: Any) -> None:
        host = settings.SITE_ADDRESS.removeprefix("http://")
        super().__init__(HTTP_HOST=host, HTTP_SEC_FETCH_SITE="same-origin", **options)

    def force_login(self, user: User, backend: str | None = None) -> None:
        """Sign in as the desk wants it: with a second factor that has been shown."""
        self.sign_in_by_password_alone(user)
        if not has_second_factor(user):
            TOTP.activate(user, generate_totp_secret())
        session = self.session
        session[SET_UP_HERE] = user.pk
        session.save()

    def sign_in_by_password_alone(self, user: User) -> None:
        super().force_login(user)


def new_visitor() -> Visitor:
    return Visitor()


@pytest.fixture
def visitor() -> Visitor:
    """A browser without cookies, on the site's own address."""
    return new_visitor()


@pytest.fixture
def stranger() -> Visitor:
    """Another browser, which has nothing to do with the first."""
    return new_visitor()
