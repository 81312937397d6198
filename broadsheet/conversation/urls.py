"""The conversation's addresses, under the story they belong to."""

from django.urls import path

from broadsheet.conversation import views

urlpatterns = [
    path("stories/<str:slug>/comments/", views.comments, name="comments"),
    path("stories/<str:slug>/subscriptions/", views.subscriptions, name="subscriptions"),
    path("stories/<str:slug>/subscriptions/noted/", views.subscription_noted, name="noted"),
    path("comments/<int:comment_id>/votes/", views.votes, name="votes"),
]
