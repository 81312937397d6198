"""Where the funding's part of the desk is hung: what it is stands in desk/."""

from django.urls import URLPattern
from wagtail import hooks

from broadsheet.funding.desk import menu
from broadsheet.funding.desk.urls import urlpatterns

hooks.register("register_admin_menu_item", menu.funding)
hooks.register("register_permissions", menu.offered_permissions)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    return urlpatterns
