"""Whole-page reads: everything a page of the newsroom shows, in a fixed number of queries."""

from broadsheet.newsroom.queries.front import Front, front_page
from broadsheet.newsroom.queries.listings import LIST_STORIES, Listing, listing, timeline
from broadsheet.newsroom.queries.stories import (
    StoryPage,
    public_story,
    story_page,
)

__all__ = [
    "LIST_STORIES",
    "Front",
    "Listing",
    "StoryPage",
    "front_page",
    "listing",
    "public_story",
    "story_page",
    "timeline",
]
