"""The desk's home page: the first steps, then what waits for whoever looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from broadsheet.newsroom.desk.first_steps import can_take_steps, first_steps
from broadsheet.newsroom.desk.reads import may_see_reads, read_today
from broadsheet.newsroom.desk.states import StoryState, newest_first, with_states
from broadsheet.newsroom.desk.stories import stories_for
from broadsheet.newsroom.models import Article, CreditedImage
from broadsheet.newsroom.rights import pictures_ending
from broadsheet.readers.models import User

LISTED = 8
WARN_DAYS = 14


@dataclass(frozen=True)
class StoryBox:
    """Some stories under a heading."""

    key: str
    heading: str
    stories: list[Article]
    more: str = ""  # the query of the list that shows all of them


class FirstSteps(Component):
    """What an empty site greets its first editor with."""

    order = 10
    template_name = "newsroom/desk/home/first_steps.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        steps = first_steps()
        return {
            "steps": steps,
            "next_step": next((step for step in steps if not step.is_done), None),
            "done": sum(step.is_done for step in steps),
        }


class Waiting(Component):
    """Stories that are stuck, in review, one's own drafts, and the next to go out."""

    order = 20
    template_name = "newsroom/desk/home/waiting.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"boxes": [box for box in _boxes(parent_context["request"].user) if box.stories]}


class EndingLicences(Component):
    """Pictures in use whose licence ends soon."""

    order = 30
    template_name = "newsroom/desk/home/ending_licences.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"pictures": ending_soon(now=timezone.now()), "days": WARN_DAYS}


class ReadToday(Component):
    """What is read most today, for whoever may see the report of it."""

    order = 40
    template_name = "newsroom/desk/home/read.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        found = read_today(user, now=timezone.now()) if may_see_reads(user) else []
        return {"stories": found}


def panels_for(user: User) -> list[Component]:
    """What the home page shows somebody."""
    steps = [FirstSteps()] if can_take_steps(user) else []
    return [*steps, Waiting(), EndingLicences(), ReadToday()]


def ending_soon(*, now: datetime) -> list[CreditedImage]:
    """Pictures in use whose licence ends soon, the earliest first. Five queries at most."""
    return list(pictures_ending(today=timezone.localdate(now), within_days=WARN_DAYS))[:LISTED]


def _boxes(user: User) -> list[StoryBox]:
    """Five queries, whatever there is."""
    stories = with_states(stories_for(user)).select_related("topic", "latest_revision__user")
    stories = stories.defer("body", "latest_revision__content")
    own = stories.filter(owner=user)
    reach = stories.filter(may_edit=True)
    return [
        _box(StoryState.STUCK, _("Stuck: the time has come, and it could not go out"), reach),
        _box(StoryState.IN_REVIEW, _("In review"), reach),
        _box(StoryState.SENT_BACK, _("Sent back to be changed"), own),
        _box(StoryState.DRAFT, _("My drafts"), own, more="mine=on"),
        _box(StoryState.SCHEDULED, _("Going out next"), reach, soonest=True),
    ]


def _box(
    state: StoryState,
    heading: str,
    stories: QuerySet[Article],
    *,
    more: str = "",
    soonest: bool = False,
) -> StoryBox:
    found = stories.filter(state=state)
    found = found.order_by("due_at", "pk") if soonest else newest_first(found)
    query = "&".join(filter(None, [f"state={state.value}", more]))
    return StoryBox(state.value, heading, list(found[:LISTED]), more=query)
