"""The conversation's addresses, under the story they belong to."""

from django.urls import path

from broadsheet.conversation import feeds
from broadsheet.conversation.views import own, subscribing, voting, writing
from broadsheet.lib import addresses  # noqa: F401  (registers <word:…>)
from broadsheet.newsroom.feeds.urls import feeds_at

urlpatterns = [
    path("stories/<word:slug>/comments/", writing.comments, name="comments"),
    *feeds_at("stories/<word:slug>/comments/", feeds.comments, name="comments-feed"),
    path("stories/<word:slug>/subscriptions/", subscribing.subscriptions, name="subscriptions"),
    path("stories/<word:slug>/subscriptions/noted/", subscribing.subscription_noted, name="noted"),
    path("comments/mine/", own.own, name="own_comments"),
    path("comments/<int:comment_id>/votes/", voting.votes, name="votes"),
]
