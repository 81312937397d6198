"""Every right is tried by somebody who does not have it."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page, Site

from broadsheet.conftest import MakeStaff, Visitor, WriteStory
from broadsheet.newsroom import roles
from broadsheet.newsroom.models import (
    Article,
    Author,
    CreditedImage,
    FrontPage,
    NewsroomSettings,
    StoryArchive,
    Topic,
)
from broadsheet.newsroom.tests.desk_forms import Sent, story_form
from broadsheet.readers.models import User


def state_of(page: Page) -> tuple[str, bool, str, object]:
    """All that somebody who may not could have changed."""
    now = Page.objects.get(pk=page.pk)
    latest = now.latest_revision_id
    return now.title, now.live, now.path, (latest, now.locked, now.go_live_at, now.expire_at)


STORY_POSTS: tuple[tuple[str, Sent], ...] = (
    ("{id}/edit/", {"action-publish": "1"}),
    ("{id}/edit/", {}),
    ("{id}/delete/", {}),
    ("{id}/unpublish/", {}),
    ("{id}/lock/", {}),
    ("{id}/copy/", {"new_title": "Copy", "new_slug": "copy", "new_parent_page": "{archive}"}),
    ("{id}/move/{front}/confirm/", {}),
    ("{id}/privacy/", {"restriction_type": "login"}),
    ("{id}/revisions/{revision}/revert/", {}),
    ("{id}/revisions/{revision}/unschedule/", {}),
)


BULK = ("publish", "unpublish", "delete", "move")


@pytest.mark.parametrize("role", [roles.REPORTERS, roles.MODERATORS])
@pytest.mark.parametrize("is_live", [True, False])
def test_a_story_of_somebody_else_is_left_alone(
    visitor: Visitor, write_story: WriteStory, staff: MakeStaff, role: str, is_live: bool
) -> None:
    owner = staff("otto", roles.REPORTERS)
    story = write_story("The dredger is late", owner=owner, live=is_live)
    story.save_revision()
    before, stories = state_of(story), Article.objects.count()
    visitor.force_login(staff("mo", role))
    names = {
        "id": story.pk,
        "archive": StoryArchive.objects.get().pk,
        "front": FrontPage.objects.get().pk,
        "revision": story.latest_revision.pk,
    }

    for path, extra in STORY_POSTS:
        fields = {key: str(value).format(**names) for key, value in extra.items()}
        form = story_form(story, title="Overwritten") | fields
        assert visitor.post(f"/desk/pages/{path.format(**names)}", form).status_code in (
            302, 403, 404
        ), path  # fmt: skip
    for action in BULK:
        form = {"chooser": StoryArchive.objects.get().pk}
        visitor.post(f"/desk/bulk/wagtailcore/page/{action}/?id={story.pk}", form)

    assert state_of(story) == before
    assert Article.objects.count() == stories
    assert not story.view_restrictions.exists()


SETTINGS_PAGES = (
    "settings/newsroom/newsroomsettings/",
    "users/",
    "users/new/",
    "users/{user}/",
    "users/{user}/delete/",
    "groups/",
    "groups/new/",
    "sites/",
    "sites/new/",
    "workflows/add/",
    "workflows/tasks/index/",
    "collections/",
    "collections/add/",
)


@pytest.mark.parametrize("role", [roles.REPORTERS, roles.EDITORS, roles.MODERATORS])
def test_settings_and_people_are_the_administrators(
    visitor: Visitor, staff: MakeStaff, editor: User, role: str
) -> None:
    visitor.force_login(staff("mo", role))
    form = {
        "name": "Mine",
        "username": "mine",
        "first_name": "Mi",
        "last_name": "Ne",
        "email": "mi@ne.example",
        "password1": "harbour-9-lamp-rope",
        "password2": "harbour-9-lamp-rope",
        "is_superuser": "on",
        "is_active": "on",
    }

    for page in SETTINGS_PAGES:
        path = f"/desk/{page.format(user=editor.pk)}"
        assert visitor.post(path, form).status_code in (302, 403, 404, 405), path
        seen = visitor.get(path, follow=True)
        assert seen.status_code in (403, 404) or seen.request["PATH_INFO"] == "/desk/", path

    assert NewsroomSettings.load().name != "Mine"
    assert not User.objects.filter(username="mine").exists()
    assert User.objects.filter(pk=editor.pk, username="editor").exists()
    assert not Group.objects.filter(name="Mine").exists()
    assert Site.objects.count() == 1


@pytest.mark.parametrize("role", [roles.REPORTERS, roles.MODERATORS])
def test_topics_and_authors_are_the_editors(
    visitor: Visitor, staff: MakeStaff, harbour: Topic, ines: Author, role: str
) -> None:
    visitor.force_login(staff("mo", role))
    form = {"name": "Mine", "slug": "mine", "position": 0, "role": "", "bio": ""}

    for kind, thing in (("topic", harbour), ("author", ines)):
        for path in ("add/", f"edit/{thing.pk}/", f"delete/{thing.pk}/"):
            visitor.post(f"/desk/snippets/newsroom/{kind}/{path}", form)
        visitor.post(f"/desk/bulk/newsroom/{kind}/delete/?id={thing.pk}")

    assert list(Topic.objects.values_list("name", flat=True)) == ["Harbour"]
    assert list(Author.objects.values_list("name", flat=True)) == ["Inès Calloway"]


@pytest.mark.parametrize("role", [roles.REPORTERS, roles.MODERATORS])
def test_a_picture_of_somebody_else_is_left_alone(
    visitor: Visitor, staff: MakeStaff, picture_row: CreditedImage, role: str
) -> None:
    visitor.force_login(staff("mo", role))

    visitor.post(f"/desk/images/{picture_row.pk}/", {"title": "Mine", "credit": "Me"})
    visitor.post(f"/desk/images/{picture_row.pk}/delete/")
    visitor.post(f"/desk/bulk/newsroom/creditedimage/delete/?id={picture_row.pk}")

    assert CreditedImage.objects.get(pk=picture_row.pk).title == "Hinge"


@pytest.fixture
def picture_row(newsroom: FrontPage) -> CreditedImage:
    """A row is enough for rights: nothing here looks at its pixels."""
    row = CreditedImage(title="Hinge", file="pictures/hinge.png", width=1, height=1)
    return CreditedImage.objects.bulk_create([row])[0]


def test_an_administrator_does_not_touch_a_superuser(
    visitor: Visitor, staff: MakeStaff, editor: User
) -> None:
    ada = staff("ada", roles.ADMINISTRATORS)
    visitor.force_login(ada)
    fields = {"username": "editor", "first_name": "E", "last_name": "D", "email": "e@d.example"}
    password = {"password1": "harbour-9-lamp-rope", "password2": "harbour-9-lamp-rope"}

    visitor.post(f"/desk/users/{editor.pk}/", fields | password | {"is_active": "on"})
    visitor.post(f"/desk/users/{editor.pk}/delete/")
    visitor.post(f"/desk/bulk/readers/user/delete/?id={editor.pk}")
    off = {"mark_as_active": ""}
    visitor.post(f"/desk/bulk/readers/user/set_active_state/?id={editor.pk}", off)
    visitor.post(f"/desk/users/{ada.pk}/", fields | {"username": "ada", "is_superuser": "on"})

    now = User.objects.get(pk=editor.pk)
    assert now.check_password("a long password 7")
    assert (now.is_active, now.is_superuser) == (True, True)
    assert not User.objects.get(pk=ada.pk).is_superuser


@pytest.mark.parametrize("role", [roles.EDITORS, roles.ADMINISTRATORS, "superuser"])
def test_the_front_page_and_the_archive_cannot_be_deleted(
    visitor: Visitor, staff: MakeStaff, editor: User, role: str
) -> None:
    visitor.force_login(editor if role == "superuser" else staff("mo", role))

    for page in (FrontPage.objects.get(), StoryArchive.objects.get()):
        visitor.post(f"/desk/pages/{page.pk}/delete/")
        visitor.post(f"/desk/bulk/wagtailcore/page/delete/?id={page.pk}")

    assert FrontPage.objects.exists()
    assert StoryArchive.objects.exists()


def test_a_moderator_may_moderate_and_write_nothing(visitor: Visitor, staff: MakeStaff) -> None:
    moderator = staff("mo", roles.MODERATORS)
    visitor.force_login(moderator)
    archive = StoryArchive.objects.get()

    assert visitor.get("/desk/").status_code == 200
    assert visitor.get(f"/desk/pages/add/newsroom/article/{archive.pk}/").status_code == 302
    assert moderator.has_perm(roles.MODERATE_CONVERSATION)


def test_a_reporter_may_not_moderate(reporter: User) -> None:
    assert not reporter.has_perm(roles.MODERATE_CONVERSATION)
