"""The funding's public addresses."""

from django.urls import path

from broadsheet.funding import views

urlpatterns = [path("support/", views.support, name="support")]
