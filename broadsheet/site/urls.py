"""The sitemap: every address of a site, composed of the domains' own."""

from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as desk_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from broadsheet.conversation.urls import urlpatterns as conversation_urls
from broadsheet.funding.urls import urlpatterns as funding_urls
from broadsheet.newsroom.urls import info_urlpatterns
from broadsheet.newsroom.urls import urlpatterns as newsroom_urls
from broadsheet.readers.sign_in.urls import closed_desk_urlpatterns
from broadsheet.readers.sign_in.urls import urlpatterns as sign_in_urlpatterns
from broadsheet.site.health import health
from broadsheet.site.private_pages import private_page

urlpatterns = [
    path("account/", include(decorate_urlpatterns(sign_in_urlpatterns, private_page))),
    path(settings.DESK_PATH.lstrip("/"), include(closed_desk_urlpatterns)),
    path(settings.DESK_PATH.lstrip("/"), include(desk_urls)),
    path("health/", health),
    *conversation_urls,
    *funding_urls,
    *newsroom_urls,
    *info_urlpatterns,
]

handler400 = "broadsheet.site.errors.bad_request"
handler403 = "broadsheet.site.errors.forbidden"
handler404 = "broadsheet.site.errors.not_found"
handler429 = "broadsheet.site.errors.too_many"
handler500 = "broadsheet.site.errors.server_error"
