import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, Site, Workflow, WorkflowPage

from broadsheet.conftest import MakeStaff, Visitor, WriteStory
from broadsheet.newsroom import roles
from broadsheet.newsroom.desk.versions import LOADED, LOADED_AT, latest_revision
from broadsheet.newsroom.models import (
    Article,
    Author,
    CreditedImage,
    FrontPage,
    NewsroomSettings,
    StoryArchive,
    Topic,
)
from broadsheet.newsroom.roles import make_roles
from broadsheet.readers.models import User

Sent = dict[str, object]

NO_ROWS = ("bylines", "sources", "corrections")


def story_form(article: Article, **changes: object) -> Sent:
    """What the desk's form of a story sends."""
    form: Sent = {
        "title": article.title,
        "slug": article.slug,
        "topic": article.topic_id,
        "standfirst": "",
        "body-count": 0,
    }
    for name in NO_ROWS:
        form |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
    if stored := latest_revision(article.pk):
        form |= {LOADED: stored.pk, LOADED_AT: stored.created_at.isoformat()}
    byline = article.bylines.get()
    rows: Sent = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "0-author": byline.author_id}
    rows |= {"0-ORDER": 1, "0-id": byline.pk}
    return form | {f"bylines-{name}": value for name, value in rows.items()} | changes


@pytest.fixture
def own_draft(write_story: WriteStory, reporter: User) -> Article:
    return write_story("The lamp is out", live=False, owner=reporter)


@pytest.fixture
def others_draft(write_story: WriteStory, staff: MakeStaff) -> Article:
    return write_story("The dredger is late", live=False, owner=staff("otto", roles.REPORTERS))


def state_of(page: Page) -> tuple[str, bool, str, object]:
    """All that somebody who may not could have changed."""
    now = Page.objects.get(pk=page.pk)
    latest = now.latest_revision_id
    return now.title, now.live, now.path, (latest, now.locked, now.go_live_at, now.expire_at)


def edit_url(page: Page) -> str:
    return f"/desk/pages/{page.pk}/edit/"


def test_the_roles_are_as_their_table_says(newsroom: FrontPage) -> None:
    for name, role in roles.ROLES.items():
        group = Group.objects.get(name=name)
        held = {f"{one.content_type.app_label}.{one.codename}" for one in group.permissions.all()}
        assert held == set(role.elsewhere)
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.ROLES)


def test_making_them_again_changes_nothing_and_undoes_what_was_added(newsroom: FrontPage) -> None:
    group = Group.objects.get(name=roles.REPORTERS)
    before = set(GroupPagePermission.objects.values_list("pk", flat=True))
    GroupPagePermission.objects.create(group=group, page=newsroom, permission_type="publish")

    make_roles()

    assert set(GroupPagePermission.objects.values_list("pk", flat=True)) == before


def test_wagtails_groups_with_people_in_them_are_set_aside(newsroom: FrontPage) -> None:
    Group.objects.filter(name=roles.EDITORS).delete()
    wagtails = Group.objects.create(name=roles.EDITORS)
    root = Page.get_first_root_node()
    GroupPagePermission.objects.create(group=wagtails, page=root, permission_type="publish")
    User.objects.create_user("from before").groups.add(wagtails)

    make_roles()

    aside = User.objects.get(username="from before").groups.get()
    assert aside.name == "Editors (before roles)"
    assert GroupPagePermission.objects.get(group=aside).page == root
    assert not Group.objects.get(name=roles.EDITORS).user_set.exists()


def test_an_administrators_workflow_stays_as_it_is(newsroom: FrontPage) -> None:
    made = Workflow.objects.get()
    assert WorkflowPage.objects.get().page_id == StoryArchive.objects.get().pk
    Workflow.objects.update(name="Two pairs of eyes", active=False)
    WorkflowPage.objects.all().delete()

    make_roles()

    assert Workflow.objects.get() == made
    assert not WorkflowPage.objects.exists()


def test_a_reporter_writes_and_submits(
    visitor: Visitor, reporter: User, own_draft: Article
) -> None:
    visitor.force_login(reporter)
    title = "The lamp is lit again"

    visitor.post(edit_url(own_draft), story_form(own_draft, title=title))
    submitted = story_form(own_draft, title=title) | {"action-submit": "1"}
    visitor.post(edit_url(own_draft), submitted)

    own_draft.refresh_from_db()
    assert own_draft.latest_revision.as_object().title == "The lamp is lit again"
    assert own_draft.workflow_in_progress
    assert not own_draft.live


def test_an_editor_approves_what_was_submitted(
    visitor: Visitor, stranger: Visitor, staff: MakeStaff, reporter: User, own_draft: Article
) -> None:
    visitor.force_login(reporter)
    visitor.post(edit_url(own_draft), story_form(own_draft) | {"action-submit": "1"})
    approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}

    visitor.post(edit_url(own_draft), story_form(own_draft) | approval)
    own_draft.refresh_from_db()
    assert not own_draft.live
    stranger.force_login(staff("edda", roles.EDITORS))
    stranger.post(edit_url(own_draft), story_form(own_draft) | approval)

    own_draft.refresh_from_db()
    assert own_draft.live


def test_a_reporter_cannot_publish_or_schedule_an_own_story(
    visitor: Visitor, reporter: User, own_draft: Article
) -> None:
    visitor.force_login(reporter)
    soon = {"go_live_at": "2030-01-01 10:00", "expire_at": "2030-01-02 10:00"}

    for extra in ({}, soon):
        form = story_form(own_draft, **extra)
        visitor.post(edit_url(own_draft), form | {"action-publish": "1"})
    bulk = f"/desk/bulk/wagtailcore/page/publish/?id={own_draft.pk}"
    visitor.post(bulk)

    own_draft.refresh_from_db()
    # The times may stand in the draft; nothing happens at them until an editor approves.
    assert not own_draft.live
    assert not own_draft.scheduled_revision
    assert not own_draft.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_a_reporter_cannot_publish_a_new_story(
    visitor: Visitor, reporter: User, story: Article
) -> None:
    visitor.force_login(reporter)
    archive = StoryArchive.objects.get()
    rows: Sent = {"bylines-INITIAL_FORMS": 0, "bylines-0-id": "", "action-publish": "1"}
    form = story_form(story, title="New", slug="new") | rows

    visitor.post(f"/desk/pages/add/newsroom/article/{archive.pk}/", form)

    assert not Article.objects.get(slug="new").live


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
    "reports/site-history/",
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
        if "history" not in page:
            assert visitor.post(path, form).status_code in (302, 403, 404, 405), path
        seen = visitor.get(path, follow=True)
        is_refused = seen.status_code in (403, 404) or seen.request["PATH_INFO"] == "/desk/"
        assert is_refused or "history" in page, path

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


def test_an_editor_publishes_schedules_and_takes_back(
    visitor: Visitor, staff: MakeStaff, others_draft: Article
) -> None:
    visitor.force_login(staff("edda", roles.EDITORS))
    form = story_form(others_draft, title="The dredger is here")

    visitor.post(edit_url(others_draft), form | {"action-publish": "1"})
    others_draft.refresh_from_db()
    assert (others_draft.live, others_draft.title) == (True, "The dredger is here")
    visitor.post(f"/desk/pages/{others_draft.pk}/unpublish/")
    others_draft.refresh_from_db()
    assert not others_draft.live
    later = {"action-publish": "1", "go_live_at": "2999-01-01 10:00"}
    visitor.post(edit_url(others_draft), story_form(others_draft) | later)

    others_draft.refresh_from_db()
    assert others_draft.scheduled_revision


def test_an_editor_opens_somebody_elses_lock(
    visitor: Visitor, staff: MakeStaff, others_draft: Article
) -> None:
    Page.objects.filter(pk=others_draft.pk).update(
        locked=True, locked_by=others_draft.owner, locked_at=timezone.now()
    )
    visitor.force_login(staff("edda", roles.EDITORS))

    visitor.post(f"/desk/pages/{others_draft.pk}/unlock/")

    assert not Page.objects.get(pk=others_draft.pk).locked


def test_an_administrator_makes_accounts_and_no_superuser(
    visitor: Visitor, staff: MakeStaff
) -> None:
    visitor.force_login(staff("ada", roles.ADMINISTRATORS))
    group = Group.objects.get(name=roles.REPORTERS)
    form = {
        "username": "nils",
        "first_name": "Nils",
        "last_name": "Vane",
        "email": "nils@lantern.example",
        "password1": "harbour-9-lamp-rope",
        "password2": "harbour-9-lamp-rope",
        "is_active": "on",
        "groups": group.pk,
    }

    visitor.post("/desk/users/new/", form | {"is_superuser": "on"})
    assert not User.objects.filter(username="nils").exists()
    visitor.post("/desk/users/new/", form)

    nils = User.objects.get(username="nils")
    assert (nils.groups.get(), nils.is_superuser) == (group, False)
    assert visitor.get("/desk/settings/newsroom/newsroomsettings/", follow=True).status_code == 200


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
