"""The conversation's addresses, under the story they belong to."""

from django.urls import path

from broadsheet.conversation.reading import feeds
from broadsheet.conversation.views import (
    mailbox,
    one,
    own,
    personal,
    previewing,
    profile,
    subscribing,
    voting,
    writing,
)
from broadsheet.lib import addresses  # noqa: F401  (registers <word:…>, <number:…>)
from broadsheet.newsroom.feeds.urls import feeds_at

urlpatterns = [
    path("stories/<word:slug>/comments/", writing.comments, name="comments"),
    path("stories/<word:slug>/comments/preview/", previewing.previews, name="preview"),
    path("stories/<word:slug>/comments/mine.json", personal.mine, name="mine"),
    *feeds_at("stories/<word:slug>/comments/", feeds.comments, name="comments-feed"),
    path("stories/<word:slug>/subscriptions/", subscribing.subscriptions, name="subscriptions"),
    path("stories/<word:slug>/subscriptions/noted/", subscribing.subscription_noted, name="noted"),
    path("comments/challenge/", personal.challenge, name="challenge"),
    path("comments/mine/", own.own, name="own_comments"),
    path("comments/mine/mutes/", own.mutes, name="mutes"),
    path("comments/<number:comment_id>/", one.comment, name="comment"),
    path("comments/<number:comment_id>/edit/", one.edit, name="edit_comment"),
    path("comments/<number:comment_id>/withdrawal/", one.withdrawal, name="withdrawal"),
    path("comments/<number:comment_id>/reports/", one.reports, name="comment_reports"),
    path("comments/<number:comment_id>/mute/", one.mute, name="comment_mute"),
    path(
        "comments/<number:comment_id>/subscriptions/",
        subscribing.comment_subscriptions,
        name="comment_subscriptions",
    ),
    path("subscriptions/confirm/<str:token>/", mailbox.confirmation, name="subscription_confirm"),
    path("subscriptions/end/<str:token>/", mailbox.ending, name="subscription_end"),
    path("subscriptions/of/<str:token>/", mailbox.subscriptions_of, name="subscriptions_of"),
    path(
        "subscriptions/of/<str:token>/comments/<number:comment_id>/",
        mailbox.silencing,
        name="subscription_silence",
    ),
    path("readers/<uuid:reader_id>/", profile.profile, name="reader"),
    path("comments/<number:comment_id>/votes/", voting.votes, name="votes"),
]
