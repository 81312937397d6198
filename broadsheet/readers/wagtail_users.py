"""Wagtail's users with a list of ours. A module of its own, for it is loaded before all models."""

from wagtail.users.apps import WagtailUsersAppConfig


class StaffUsersConfig(WagtailUsersAppConfig):
    user_viewset = "broadsheet.readers.staff_list.StaffViewSet"
