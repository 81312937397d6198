"""The conversation's addresses, under the story they belong to."""

from django.urls import path

from broadsheet.conversation import feeds, views
from broadsheet.lib import addresses  # noqa: F401  (registers <word:…>)
from broadsheet.newsroom.feeds.urls import feeds_at

urlpatterns = [
    path("stories/<word:slug>/comments/", views.comments, name="comments"),
    *feeds_at("stories/<word:slug>/comments/", feeds.comments, name="comments-feed"),
    path("stories/<word:slug>/subscriptions/", views.subscriptions, name="subscriptions"),
    path("stories/<word:slug>/subscriptions/noted/", views.subscription_noted, name="noted"),
    path("comments/<int:comment_id>/votes/", views.votes, name="votes"),
]
