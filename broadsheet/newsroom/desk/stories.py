"""The list of all stories, by the state they are in."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Value
from django.forms import RadioSelect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from broadsheet.newsroom.desk.states import StoryState, count_states, newest_first, with_states
from broadsheet.newsroom.models import Article, Author, Topic
from broadsheet.newsroom.policies import can_see_every_draft, visible_pages
from broadsheet.readers.models import User

STORIES_A_PAGE = 30


def stories_for(user: User) -> QuerySet[Article]:
    """The stories that somebody may know of, and of each whether they `may_edit` it."""
    policy = policy_registry.get_by_type(Page)
    explorable = Article.objects.filter(pk__in=policy.explorable_instances(user).values("pk"))
    may_edit = Value(True) if can_see_every_draft(user) else Q(owner=user.pk)
    stories = explorable.annotate(may_edit=ExpressionWrapper(may_edit, BooleanField()))
    return visible_pages(user, stories)


class StoryColumn(Column):
    """A column with a template of its own, named after it."""

    def __init__(self, name: str, label: Any, **options: Any) -> None:
        super().__init__(name, label=label, **options)
        self.cell_template_name = f"newsroom/desk/stories/_{name}.html"

    def get_value(self, instance: Any) -> Any:
        return instance


class StoryFilters(WagtailFilterSet):
    state = ChoiceFilter(label=_("State"), choices=StoryState.choices)
    topic = ModelChoiceFilter(label=_("Topic"), queryset=Topic.objects.all())
    author = ModelChoiceFilter(
        label=_("Author"), field_name="bylines__author", queryset=Author.objects.all()
    )
    mine = ChoiceFilter(
        label=_("Whose"),
        method="only_mine",
        choices=[("on", _("Only mine"))],
        empty_label=_("Everybody's"),
        widget=RadioSelect,
    )

    class Meta:
        model = Article
        fields: tuple[str, ...] = ()

    def only_mine(self, stories: QuerySet[Article], name: str, value: str) -> QuerySet[Article]:
        return stories.filter(owner=self.request.user) if value else stories


class StoryIndex(IndexView):
    """Newest first; a fixed number of queries, however many stories there are."""

    model = Article
    any_permission_required = ["add", "change", "publish", "lock", "unlock"]
    page_title = _("Stories")
    header_icon = "doc-full"
    index_url_name = "stories:index"
    index_results_url_name = "stories:index_results"
    results_template_name = "newsroom/desk/stories/results.html"
    paginate_by = STORIES_A_PAGE
    is_searchable = True
    search_backend_name = None
    search_fields = ["draft_title", "title"]
    filterset_class = StoryFilters
    columns = [
        StoryColumn("headline", _("Headline"), classname="title"),
        StoryColumn("writers", _("Writers"), width="18%"),
        StoryColumn("state", _("State"), width="20%"),
        StoryColumn("saved", _("Last saved"), width="18%"),
    ]

    @property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Page)

    def get_base_queryset(self) -> QuerySet[Article]:
        return with_states(stories_for(self.request.user))

    def order_queryset(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        listed = queryset.select_related("topic", "latest_revision__user")
        listed = listed.defer("body", "latest_revision__content")
        return newest_first(listed).prefetch_related("bylines__author")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        counts = count_states(stories_for(self.request.user))
        return context | {
            "state_counts": [count for count in counts if count.number],
            "all_count": sum(count.number for count in counts),
            "chosen_state": self.request.GET.get("state", ""),
        }

    def get_table_kwargs(self) -> dict[str, Any]:
        return {**super().get_table_kwargs(), "classname": "listing desk-stories"}


class StoryList(ViewSet):
    name = "stories"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", StoryIndex.as_view(), name="index"),
            path("results/", StoryIndex.as_view(results_only=True), name="index_results"),
        ]

    def register_menu_item(self) -> None:
        """None of its own: desk/menu.py lists the desk's."""
