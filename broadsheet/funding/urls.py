"""The funding's public addresses."""

from django.urls import path

from broadsheet.funding import views
from broadsheet.funding.settling.views import events

urlpatterns = [
    path("support/", views.support, name="support"),
    path("support/events/<slug:name>/", events, name="provider_events"),
]
