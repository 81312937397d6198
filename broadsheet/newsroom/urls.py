"""The newsroom's public addresses."""

from django.urls import path, re_path

from broadsheet.lib import addresses  # noqa: F401  (registers <word:…>, <number:…>)
from broadsheet.newsroom import views
from broadsheet.newsroom.accent import sheets
from broadsheet.newsroom.discovery import sitemaps, well_known
from broadsheet.newsroom.documents import downloads
from broadsheet.newsroom.feeds.urls import urlpatterns as feed_urlpatterns
from broadsheet.newsroom.live import live
from broadsheet.newsroom.search.views import search

urlpatterns = [
    path("", views.front, name="front"),
    path("stories/", views.latest, name="latest"),
    path("stories/<word:slug>/", views.article, name="article"),
    path("stories/<word:slug>/live.json", live, name="live"),
    path(
        "stories/<word:slug>/documents/<int:document_id>/<str:name>",
        downloads.story_document,
        name="document",
    ),
    path("documents/<int:document_id>/<str:name>", downloads.desk_document, name="desk_document"),
    path("topics/<word:slug>/", views.topic, name="topic"),
    path("authors/<word:slug>/", views.author, name="author"),
    path("corrections/", views.corrections, name="corrections"),
    *feed_urlpatterns,
    path("search/", search, name="search"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap/pages.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemap/<number:year>-<number:number>.xml", sitemaps.stories, name="sitemap-stories"),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    path("robots.txt", well_known.robots, name="robots"),
    path("humans.txt", well_known.humans, name="humans"),
    path(".well-known/security.txt", well_known.security, name="security"),
    re_path(r"^colours/(?P<digits>[0-9a-f]{6})\.css$", sheets.colours, name="colours"),
]

# Last of all the site's patterns: any other first word may be a plain page.
info_urlpatterns = [path("<word:slug>/", views.info_page, name="info")]
