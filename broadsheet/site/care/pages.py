"""Making the stored pages anew, should they ever be wrong."""

import io
from urllib.parse import urlsplit

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import transaction

from broadsheet.delivery.front.rendering import render
from broadsheet.delivery.front.wsgi import Environ
from broadsheet.delivery.keys import SITE, touch
from broadsheet.delivery.store.page import Page
from broadsheet.site.front_door import stored_pages


def rebuild_pages() -> tuple[int, int]:
    """Throw all stored pages away, in every process, and render anew those that were on disk.

    :returns: how many there were, and how many of them there are again.
    """
    pages, django = stored_pages(), get_wsgi_application()
    addresses = list(pages.disk.addresses())
    with transaction.atomic():
        touch(SITE)  # every page is made from it
    pages.disk.clear()
    made = 0
    for address in addresses:
        found = pages.answer(
            address,
            lambda address=address: render(django, _request(), address=address),  # type: ignore[misc]
            has_written=True,
        )
        made += isinstance(found, Page)
    return len(addresses), made


def _request() -> Environ:
    site = urlsplit(settings.SITE_ADDRESS)
    return {
        "SCRIPT_NAME": "",
        "SERVER_NAME": site.hostname or "",
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": site.netloc,
        "wsgi.url_scheme": site.scheme,
        "wsgi.errors": io.StringIO(),
    }
