"""The newsroom's public addresses."""

from django.urls import path

from broadsheet.newsroom import feeds, views

urlpatterns = [
    path("", views.front, name="front"),
    path("stories/", views.latest, name="latest"),
    path("stories/<str:slug>/", views.article, name="article"),
    path("topics/<str:slug>/", views.topic, name="topic"),
    path("authors/<str:slug>/", views.author, name="author"),
    path("feed/", feeds.feed, name="feed"),
]

# Last of all the site's patterns: any other first word may be a plain page.
info_urlpatterns = [path("<str:slug>/", views.info_page, name="info")]
