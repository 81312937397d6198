"""What each role may do, and how the four groups are kept."""

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowPage

from broadsheet.conftest import MakeStaff, Visitor, WriteStory
from broadsheet.newsroom import roles
from broadsheet.newsroom.models import Article, FrontPage, StoryArchive
from broadsheet.newsroom.roles import make_roles
from broadsheet.newsroom.tests.desk_forms import Sent, edit_path, story_form
from broadsheet.readers.models import User


@pytest.fixture
def own_draft(write_story: WriteStory, reporter: User) -> Article:
    return write_story("The lamp is out", live=False, owner=reporter)


@pytest.fixture
def others_draft(write_story: WriteStory, staff: MakeStaff) -> Article:
    return write_story("The dredger is late", live=False, owner=staff("otto", roles.REPORTERS))


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

    visitor.post(edit_path(own_draft), story_form(own_draft, title=title))
    submitted = story_form(own_draft, title=title) | {"action-submit": "1"}
    visitor.post(edit_path(own_draft), submitted)

    own_draft.refresh_from_db()
    assert own_draft.latest_revision.as_object().title == "The lamp is lit again"
    assert own_draft.workflow_in_progress
    assert not own_draft.live


def test_an_editor_approves_what_was_submitted(
    visitor: Visitor, stranger: Visitor, staff: MakeStaff, reporter: User, own_draft: Article
) -> None:
    visitor.force_login(reporter)
    visitor.post(edit_path(own_draft), story_form(own_draft) | {"action-submit": "1"})
    approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}

    visitor.post(edit_path(own_draft), story_form(own_draft) | approval)
    own_draft.refresh_from_db()
    assert not own_draft.live
    stranger.force_login(staff("edda", roles.EDITORS))
    stranger.post(edit_path(own_draft), story_form(own_draft) | approval)

    own_draft.refresh_from_db()
    assert own_draft.live


def test_a_reporter_cannot_publish_or_schedule_an_own_story(
    visitor: Visitor, reporter: User, own_draft: Article
) -> None:
    visitor.force_login(reporter)
    soon = {"go_live_at": "2030-01-01 10:00", "expire_at": "2030-01-02 10:00"}

    for extra in ({}, soon):
        form = story_form(own_draft, **extra)
        visitor.post(edit_path(own_draft), form | {"action-publish": "1"})
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


def test_an_editor_publishes_schedules_and_takes_back(
    visitor: Visitor, staff: MakeStaff, others_draft: Article
) -> None:
    visitor.force_login(staff("edda", roles.EDITORS))
    form = story_form(others_draft, title="The dredger is here")

    visitor.post(edit_path(others_draft), form | {"action-publish": "1"})
    others_draft.refresh_from_db()
    assert (others_draft.live, others_draft.title) == (True, "The dredger is here")
    visitor.post(f"/desk/pages/{others_draft.pk}/unpublish/")
    others_draft.refresh_from_db()
    assert not others_draft.live
    later = {"action-publish": "1", "go_live_at": "2999-01-01 10:00"}
    visitor.post(edit_path(others_draft), story_form(others_draft) | later)

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
