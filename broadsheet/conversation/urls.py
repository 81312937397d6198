"""The conversation's addresses, under the story they belong to."""

from django.urls import path

from broadsheet.conversation import views
from broadsheet.lib import addresses  # noqa: F401  (registers <word:…>)

urlpatterns = [
    path("stories/<word:slug>/comments/", views.comments, name="comments"),
    path("stories/<word:slug>/subscriptions/", views.subscriptions, name="subscriptions"),
    path("stories/<word:slug>/subscriptions/noted/", views.subscription_noted, name="noted"),
    path("comments/<int:comment_id>/votes/", views.votes, name="votes"),
]
