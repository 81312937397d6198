"""How often each story is read, and what the figures leave out."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from broadsheet.newsroom.desk.stories import stories_for
from broadsheet.newsroom.models import Article, EarlierReads, NewsroomSettings, ReadsOfHour
from broadsheet.readers.models import User

STORIES_A_PAGE = 30
LISTED = 5
WEEK = timedelta(days=7)
# Whoever may do something with stories may know how often they are read.
MAY_SEE = ["add", "change", "publish", "lock", "unlock"]


def with_reads(stories: QuerySet[Article], *, zone: str, now: datetime) -> QuerySet[Article]:
    """Stories with `reads_today`, since midnight in `zone`, `reads_of_week` and `reads_in_all`.

    A day of a zone that lies half an hour beside the others begins with the hour of its midnight.
    """
    midnight = now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    earlier = Subquery(EarlierReads.objects.filter(pk=OuterRef("pk")).values("count"))
    return stories.annotate(
        reads_today=_sum(ReadsOfHour.objects.filter(hour__gt=midnight - timedelta(hours=1))),
        reads_of_week=_sum(ReadsOfHour.objects.filter(hour__gt=now - WEEK)),
        reads_in_all=_sum(ReadsOfHour.objects.all()) + Coalesce(earlier, 0),
    )


def read_today(user: User, *, now: datetime) -> list[Article]:
    """The stories that are read most since midnight, among those that somebody may know of."""
    zone = NewsroomSettings.load().time_zone
    stories = with_reads(stories_for(user), zone=zone, now=now).filter(reads_today__gt=0)
    listed = stories.order_by("-reads_today", "-pk").select_related("topic").defer("body")
    return list(listed[:LISTED])


def _sum(hours: QuerySet[ReadsOfHour]) -> Coalesce:
    of_it = hours.filter(article=OuterRef("pk")).order_by().values("article")
    return Coalesce(Subquery(of_it.annotate(total=Sum("count")).values("total")), 0)


class HeadlineColumn(Column):
    cell_template_name = "newsroom/desk/stories/_headline.html"

    def get_value(self, instance: Any) -> Any:
        return instance


class ReadsIndex(IndexView):
    """What was read most in seven days comes first; the same few queries for any number."""

    model = Article
    any_permission_required = MAY_SEE
    page_title = _("Reads")
    header_icon = "view"
    index_url_name = "reads:index"
    index_results_url_name = "reads:index_results"
    results_template_name = "newsroom/desk/reads.html"
    paginate_by = STORIES_A_PAGE
    is_searchable = True
    search_backend_name = None
    search_fields = ["draft_title", "title"]
    default_ordering = "-reads_of_week"
    columns = [
        HeadlineColumn("headline", label=_("Headline"), classname="title"),
        Column("first_published_at", label=_("Published"), sort_key="first_published_at"),
        NumberColumn("reads_today", label=_("Today"), sort_key="reads_today"),
        NumberColumn("reads_of_week", label=_("7 days"), sort_key="reads_of_week"),
        NumberColumn("reads_in_all", label=_("In all"), sort_key="reads_in_all"),
    ]

    @property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Page)

    def get_base_queryset(self) -> QuerySet[Article]:
        published = stories_for(self.request.user).filter(first_published_at__isnull=False)
        zone = NewsroomSettings.load().time_zone
        return with_reads(published, zone=zone, now=timezone.now())

    def order_queryset(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        ordered = super().order_queryset(queryset)
        # However it is ordered, the newest of those that are alike come first.
        by = [*ordered.query.order_by, F("first_published_at").desc(), "-pk"]
        return ordered.order_by(*by).select_related("topic").defer("body")

    def get_table_kwargs(self) -> dict[str, Any]:
        return {**super().get_table_kwargs(), "classname": "listing desk-stories desk-reads"}


class ReadsReport(ViewSet):
    name = "reads"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ReadsIndex.as_view(), name="index"),
            path("results/", ReadsIndex.as_view(results_only=True), name="index_results"),
        ]

    def register_menu_item(self) -> None:
        """None of its own: it is one of the reports."""


class ReadsMenuItem(MenuItem):
    """Shown to whoever may see the report."""

    def is_shown(self, request: HttpRequest) -> bool:
        self.url = reverse("reads:index")
        return may_see_reads(request.user)


def may_see_reads(user: Any) -> bool:
    policy = policy_registry.get_by_type(Page)
    return isinstance(user, User) and policy.user_has_any_permission(user, MAY_SEE)


def reads_item() -> MenuItem:
    """The way to the report, among the others."""
    return ReadsMenuItem(_("Reads"), "", name="reads", icon_name="view", order=100)
