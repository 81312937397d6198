"""The sitemap: every address of a site, composed of the domains' own."""

from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as desk_urls

from broadsheet.conversation.urls import urlpatterns as conversation_urls
from broadsheet.delivery.media import picture
from broadsheet.funding.urls import urlpatterns as funding_urls
from broadsheet.newsroom.urls import info_urlpatterns
from broadsheet.newsroom.urls import urlpatterns as newsroom_urls

urlpatterns = [
    path(settings.DESK_PATH.lstrip("/"), include(desk_urls)),
    path("media/<path:path>", picture),
    *conversation_urls,
    *funding_urls,
    *newsroom_urls,
    *info_urlpatterns,
]

handler400 = "broadsheet.site.errors.bad_request"
handler403 = "broadsheet.site.errors.forbidden"
handler404 = "broadsheet.site.errors.not_found"
handler500 = "broadsheet.site.errors.server_error"
