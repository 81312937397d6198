"""The newsroom's public addresses."""

from django.urls import path

from broadsheet.lib import addresses  # noqa: F401  (registers <word:…>)
from broadsheet.newsroom import feeds, views

urlpatterns = [
    path("", views.front, name="front"),
    path("stories/", views.latest, name="latest"),
    path("stories/<word:slug>/", views.article, name="article"),
    path("topics/<word:slug>/", views.topic, name="topic"),
    path("authors/<word:slug>/", views.author, name="author"),
    path("feed/", feeds.feed, name="feed"),
]

# Last of all the site's patterns: any other first word may be a plain page.
info_urlpatterns = [path("<word:slug>/", views.info_page, name="info")]
