"""In which state a story is at the desk, and the words around it; all of it by one query."""

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, WorkflowState, get_default_page_content_type

from broadsheet.newsroom.models import Article, StuckPage


class StoryState(TextChoices):
    """Each story is in one; where several hold, the first."""

    STUCK = "stuck", _("Stuck")
    IN_REVIEW = "in-review", _("In review")
    SENT_BACK = "sent-back", _("Sent back")
    SCHEDULED = "scheduled", _("Scheduled")
    CHANGED = "changed", _("Public, with unpublished changes")
    PUBLIC = "public", _("Public")
    TAKEN_DOWN = "taken-down", _("Taken down")
    DRAFT = "draft", _("Draft")


@dataclass(frozen=True)
class StateCount:
    """How many stories are in a state."""

    state: StoryState
    number: int


def with_states(stories: QuerySet[Article]) -> QuerySet[Article]:
    """Stories with `state`, and what belongs to it: `stuck_because`, `review_by`, `due_at`."""
    reviews = _of_this_page(WorkflowState.objects.active())
    schedules = _of_this_page(Revision.objects.filter(approved_go_live_at__isnull=False))
    stuck = StuckPage.objects.filter(page=OuterRef("pk"))
    sent_back = Q(review_status=WorkflowState.STATUS_NEEDS_CHANGES)
    return stories.annotate(
        stuck_because=Subquery(stuck.values("reason")[:1]),
        review_status=Subquery(reviews.values("status")[:1]),
        review_by=Subquery(reviews.values("current_task_state__task__name")[:1]),
        due_at=Subquery(
            schedules.order_by("approved_go_live_at").values("approved_go_live_at")[:1]
        ),
    ).annotate(
        state=Case(
            When(stuck_because__isnull=False, then=Value(StoryState.STUCK)),
            When(sent_back, then=Value(StoryState.SENT_BACK)),
            When(review_status__isnull=False, then=Value(StoryState.IN_REVIEW)),
            When(due_at__isnull=False, then=Value(StoryState.SCHEDULED)),
            When(live=True, has_unpublished_changes=True, then=Value(StoryState.CHANGED)),
            When(live=True, then=Value(StoryState.PUBLIC)),
            When(first_published_at__isnull=False, then=Value(StoryState.TAKEN_DOWN)),
            default=Value(StoryState.DRAFT),
            output_field=CharField(),
        )
    )


def count_states(stories: QuerySet[Article]) -> list[StateCount]:
    """How many of `stories` are in each state, in the order of the states. One query."""
    rows = with_states(stories).order_by().values("state").annotate(number=Count("pk"))
    numbers = {row["state"]: row["number"] for row in rows}
    return [StateCount(state, numbers.get(state.value, 0)) for state in StoryState]


def newest_first(stories: QuerySet[Article]) -> QuerySet[Article]:
    """Those saved last come first; what was never saved, as in an import, comes last."""
    return stories.order_by(F("latest_revision_created_at").desc(nulls_last=True), "-pk")


def _of_this_page(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Wagtail's generic rows that belong to the page outside; they hold its id as words."""
    return rows.filter(
        base_content_type=get_default_page_content_type(),
        object_id=Cast(OuterRef("pk"), CharField()),
    ).order_by()
