"""Who may see and do what with pages, beyond what the groups of `roles.py` say.

A private draft is seen by its owner and by whoever may change every story, until it is
published; to anybody else it does not exist. The newsroom's three fixed kinds of page stay.

Wagtail asks three ways, and each is answered here: what is listed (`HousePolicy`), what one
may do with a page (`permissions_on`), and whether a page named in an address is there at all
(`HidePrivateDrafts`).
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from broadsheet.newsroom.models import Article, FrontPage, StoryArchive
from broadsheet.readers.models import User

FIXED = (FrontPage, StoryArchive)

# What an address of the desk calls the page it is about.
PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
COMPARISON = "wagtailadmin_pages:revisions_compare"  # which calls it "pk"
# Views that list every page there is, whatever its reader may see.
LISTS_OF_ALL = (
    "wagtailadmin_pages:type_use",
    "wagtailadmin_pages:type_use_results",
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
)


def install() -> None:
    """Have Wagtail ask our policy of pages; called once, at start."""
    register_permission_policy(Page, HousePolicy())
    hooks.register("construct_page_chooser_queryset", choosable_pages)


def choosable_pages(pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """What the desk's page chooser may offer."""
    return visible_pages(request.user, pages)  # type: ignore[arg-type]  # nobody else is let in


def visible_pages(user: User, pages: QuerySet[Any]) -> QuerySet[Any]:
    """Those of `pages` (of any class) that `user` may know of. Adds no query."""
    if user.is_superuser:
        return pages
    return pages.exclude(pk__in=_hidden_from(user).values("pk"))


def is_hidden(page_id: int, *, user: User) -> bool:
    """Whether the page is a private draft that `user` may not know of."""
    return not user.is_superuser and _hidden_from(user).filter(pk=page_id).exists()


def permissions_on(page: Page, *, user: User) -> PagePermissionTester:
    """What `user` may do with one of the newsroom's pages; the page is of its own class."""
    if isinstance(page, FIXED):
        return FixedPage(user, page)
    if isinstance(page, Article) and _can_be_hidden(page) and is_hidden(page.pk, user=user):
        return HiddenPage(user, page)
    return PagePermissionTester(user, page)


class FixedPage(PagePermissionTester):
    """The front page and the archive: a site without them answers nothing."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False


class HiddenPage(PagePermissionTester):
    """A private draft of somebody else's: nothing at all may be done with it."""

    def __init__(self, user: User, page: Page) -> None:
        super().__init__(user, page)
        self.permissions: set[str] = set()

    def _no(self, *arguments: Any, **options: Any) -> bool:
        return False

    can_edit = can_delete = can_unpublish = can_publish = can_submit_for_moderation = _no
    can_set_view_restrictions = can_unschedule = can_lock = can_unlock = _no
    can_move = can_copy = can_move_to = can_copy_to = can_view_revisions = _no
    can_add_subpage = can_publish_subpage = can_reorder_children = _no


class HousePolicy(PagePermissionPolicy):
    """Wagtail's policy of pages, without the private drafts of others."""

    def instances_user_has_any_permission_for(
        self, user: User, actions: Iterable[str]
    ) -> QuerySet[Any]:
        return visible_pages(user, super().instances_user_has_any_permission_for(user, actions))

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: Page
    ) -> bool:
        if is_hidden(instance.pk, user=user):
            return False
        return bool(super().user_has_any_permission_for_instance(user, actions, instance))


class HidePrivateDrafts:
    """Middleware: at the desk, an address that names a hidden page is not found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, arguments: Any, named: dict[str, Any]
    ) -> None:
        """:raises Http404: for a page that is hidden from who asks."""
        if not request.path_info.startswith(settings.DESK_PATH):
            return
        user = request.user
        if not isinstance(user, User) or user.is_superuser:
            return
        asked = _pages_named(request, named)
        if "all" in asked and not can_see_every_draft(user):
            raise Http404
        if any(is_hidden(page, user=user) for page in asked if page != "all"):
            raise Http404


def can_see_every_draft(user: User) -> bool:
    """Whether no draft is hidden from `user`, now or later: may they change every story?"""
    return user.is_superuser or bool(_places_to_change(user))


def _hidden_from(user: User) -> QuerySet[Article]:
    own_or_theirs = Q(owner=user.pk)
    for path in _places_to_change(user):
        own_or_theirs |= Q(path__startswith=path)
    return Article.objects.filter(is_private=True, live=False).exclude(own_or_theirs)


def _places_to_change(user: User) -> list[str]:
    rights = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    return [right.page.path for right in rights if right.permission.codename == "change_page"]


def _can_be_hidden(page: Article) -> bool:
    return page.is_private or not page.live


def _pages_named(request: HttpRequest, named: dict[str, Any]) -> list[Any]:
    """The ids of pages in an address: of its path, and of its query where many are chosen."""
    found: list[Any] = [named[name] for name in PAGE_ARGUMENTS if named.get(name)]
    match = request.resolver_match
    name = match.view_name if match else ""
    if name == COMPARISON:
        found.append(named["pk"])
    if name in LISTS_OF_ALL:
        found.append("all")
    if _is_choice_of_pages(name, named):
        found += [one for one in request.GET.getlist("id") if one == "all" or one.isdecimal()]
    return found


def _is_choice_of_pages(name: str, named: dict[str, Any]) -> bool:
    is_bulk = name == "wagtail_bulk_action" and named.get("model_name") == "page"
    return is_bulk or name == "wagtailadmin_choose_page_chosen_multiple"
