"""Who may do what at the desk: four roles, kept as groups, and the review between two of them.

The table is the truth: every start brings the four groups to it. A newsroom that wants other
rights makes a group of its own at the desk and leaves these alone.

                    Reporters     Editors              Moderators    Administrators
    stories         own drafts    all, and publish     –             as editors
    pictures, files add, choose   all                  –             as editors
    topics, authors read          all                  –             as editors
    front, plain    –             all                  –             as editors
    old addresses   –             all                  –             as editors
    locks           own           everybody's          –             everybody's
    conversation    –             moderate             moderate      moderate
    campaigns       –             add, change          –             as editors
    donors, gifts   –             –                    –             see, refund, enter, export
    newsroom        –             –                    –             settings, people, groups
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from broadsheet.newsroom.models import FrontPage, StoryArchive

REPORTERS = "Reporters"
EDITORS = "Editors"
MODERATORS = "Moderators"
ADMINISTRATORS = "Administrators"

REVIEW = "Review by an editor"
WAGTAILS_REVIEW = "Moderators approval"  # from one of its migrations

# The permission that the conversation asks for; it belongs to people, so the readers hold it.
MODERATE_CONVERSATION = "readers.moderate_conversation"
# What the funding asks for. Who gave what is seen by nobody who need not see it.
SEE_DONORS = "funding.see_donors"
MANAGE_FUNDING = "funding.manage_funding"
CHANGE_CAMPAIGNS = "funding.change_campaign"

ENTER_DESK = "wagtailadmin.access_admin"
CHANGE = ("add", "change", "delete", "view")


@dataclass(frozen=True)
class Role:
    """What a group may do. Rights on a page or a collection hold for all below it."""

    in_archive: tuple[str, ...] = ()
    on_every_page: tuple[str, ...] = ()
    with_files: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


def _on(model: str, *actions: str) -> tuple[str, ...]:
    app, name = model.split(".")
    return tuple(f"{app}.{action}_{name}" for action in actions)


_EVERY_PAGE = ("add", "change", "publish", "lock", "unlock")
_NAMES = (*_on("newsroom.topic", *CHANGE), *_on("newsroom.author", *CHANGE))
_REDIRECTS = _on("wagtailredirects.redirect", *CHANGE)
_CAMPAIGNS = _on("funding.campaign", "add", "change")

ROLES: dict[str, Role] = {
    REPORTERS: Role(
        in_archive=("add",),  # a story that one has added may be changed, and not published
        with_files=("add", "choose"),
        elsewhere=(ENTER_DESK, "newsroom.view_topic", "newsroom.view_author"),
    ),
    EDITORS: Role(
        on_every_page=_EVERY_PAGE,
        with_files=("add", "change", "choose", "delete"),
        elsewhere=(ENTER_DESK, MODERATE_CONVERSATION, *_NAMES, *_REDIRECTS, *_CAMPAIGNS),
    ),
    MODERATORS: Role(elsewhere=(ENTER_DESK, MODERATE_CONVERSATION)),
    ADMINISTRATORS: Role(
        on_every_page=(*_EVERY_PAGE, "bulk_delete"),
        with_files=("add", "change", "choose", "delete"),
        elsewhere=(
            ENTER_DESK,
            MODERATE_CONVERSATION,
            *_NAMES,
            *_REDIRECTS,
            *_CAMPAIGNS,
            SEE_DONORS,
            MANAGE_FUNDING,
            *_on("newsroom.newsroomsettings", "change"),
            *_on("readers.user", *CHANGE),
            *_on("auth.group", *CHANGE),
            *_on("wagtailcore.collection", "add", "change", "delete"),
            *_on("wagtailcore.workflow", "add", "change", "delete"),
            *_on("wagtailcore.task", "add", "change", "delete"),
        ),
    ),
}


class UnknownPermission(RuntimeError):
    """The table names a permission that no model has."""


@dataclass(frozen=True)
class _Ground:
    """What rights are given on, read once."""

    permissions: dict[str, Permission]
    front_id: int
    archive_id: int
    files_id: int

    def named(self, names: Iterable[str]) -> set[Permission]:
        """:raises UnknownPermission: for a name such as "app.change_thing" that no model has."""
        wanted = set(names)
        if missing := sorted(wanted - self.permissions.keys()):
            raise UnknownPermission(", ".join(missing))
        return {self.permissions[name] for name in wanted}


def make_roles() -> None:
    """Bring the four groups to the table and make the review; writes only what differs."""
    ground = _ground()
    for name, role in ROLES.items():
        _make_role(name, role, ground)
    _make_review(ground)


def _ground() -> _Ground:
    rows = Permission.objects.select_related("content_type")
    return _Ground(
        permissions={f"{row.content_type.app_label}.{row.codename}": row for row in rows},
        front_id=FrontPage.objects.get().pk,
        archive_id=StoryArchive.objects.get().pk,
        files_id=Collection.get_first_root_node().pk,
    )


def _make_role(name: str, role: Role, ground: _Ground) -> None:
    _set_wagtails_aside(name)
    group, _ = Group.objects.get_or_create(name=name)
    elsewhere = ground.named(role.elsewhere)
    if set(group.permissions.all()) != elsewhere:
        group.permissions.set(elsewhere)
    _allow_on_pages(group, role, ground)
    _allow_with_files(group, role, ground)


def _set_wagtails_aside(name: str) -> None:
    """Wagtail's migrations make two groups of our names, with rights on the root of the tree.

    An empty one becomes ours. One with people in it keeps them and its rights, under another name.
    """
    group = Group.objects.filter(name=name, page_permissions__page__depth=1).first()
    if group is not None and group.user_set.exists():
        group.name = f"{name} (before roles)"
        group.save(update_fields=["name"])


def _allow_on_pages(group: Group, role: Role, ground: _Ground) -> None:
    places = ((ground.front_id, role.on_every_page), (ground.archive_id, role.in_archive))
    wanted = {
        (place, permission.pk)
        for place, actions in places
        for permission in ground.named(_on("wagtailcore.page", *actions))
    }
    _allow_just(wanted, group=group, rights=GroupPagePermission, place="page_id")


def _allow_with_files(group: Group, role: Role, ground: _Ground) -> None:
    # Wagtail asks for the rights on its own two models, whichever ones a site uses.
    models = ("wagtailimages.image", "wagtaildocs.document")
    names = [name for model in models for name in _on(model, *role.with_files)]
    wanted = {(ground.files_id, permission.pk) for permission in ground.named(names)}
    _allow_just(wanted, group=group, rights=GroupCollectionPermission, place="collection_id")


def _allow_just(wanted: set[tuple[int, int]], *, group: Group, rights: Any, place: str) -> None:
    """Bring a group's rows of `rights` to the wanted pairs of a place and a permission."""
    rows = rights.objects.filter(group=group)
    found = {(row[0], row[1]): row[2] for row in rows.values_list(place, "permission_id", "pk")}
    rows.filter(pk__in=[pk for pair, pk in found.items() if pair not in wanted]).delete()
    rights.objects.bulk_create(
        rights(group=group, permission_id=permission_id, **{place: place_id})
        for place_id, permission_id in sorted(wanted - found.keys())
    )


def _make_review(ground: _Ground) -> None:
    """Give reporters somebody to submit to, once: what administrators make of it stays."""
    _remove_wagtails_review()
    if Workflow.objects.exists():
        return
    task = GroupApprovalTask.objects.create(name=REVIEW)
    task.groups.add(Group.objects.get(name=EDITORS))
    workflow = Workflow.objects.create(name=REVIEW)
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(page_id=ground.archive_id, workflow=workflow)


def _remove_wagtails_review() -> None:
    unused = {"name": WAGTAILS_REVIEW, "workflow_states__isnull": True}
    if Workflow.objects.filter(**unused).delete()[0]:
        Task.objects.filter(name=WAGTAILS_REVIEW, task_states__isnull=True).delete()
