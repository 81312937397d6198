"""The addresses of the newsroom's feeds: RSS under `feed/`, Atom under `feed/atom/`."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from broadsheet.lib import addresses  # noqa: F401  (registers <word:…>)
from broadsheet.newsroom.feeds import views
from broadsheet.newsroom.feeds.formats import Format


def feeds_at(prefix: str, view: Callable[..., Any], *, name: str) -> list[URLPattern]:
    """Both formats of one feed; the name of the Atom address ends with `-atom`."""
    return [
        path(f"{prefix}feed/", view, {"form": Format.RSS}, name=name),
        path(f"{prefix}feed/atom/", view, {"form": Format.ATOM}, name=f"{name}-atom"),
    ]


urlpatterns = [
    *feeds_at("", views.stories, name="feed"),
    *feeds_at("topics/<word:slug>/", views.topic, name="topic-feed"),
    *feeds_at("authors/<word:slug>/", views.author, name="author-feed"),
    *feeds_at("corrections/", views.corrections, name="corrections-feed"),
]
