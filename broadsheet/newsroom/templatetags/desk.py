"""What the desk's templates ask for."""

from django import template

from broadsheet.newsroom.models import NewsroomSettings

register = template.Library()


@register.simple_tag
def newsroom_name() -> str:
    """What the newsroom calls itself; one query."""
    return NewsroomSettings.load().name


@register.filter
def state_label(story: object) -> str:
    """The words for a story's state, which `with_states` has found out."""
    from broadsheet.newsroom.desk.states import StoryState  # hooks import it, and they the tags

    return str(StoryState(story.state).label)  # type: ignore[attr-defined]
