"""The WSGI application that the web processes run."""

import multiprocessing
import os
from wsgiref.headers import Headers

from broadsheet.site.running.processes import die_with_parent

# A process of the web server ends with the server's main process, even if that is killed.
_server = multiprocessing.parent_process()
if _server is not None and _server.pid is not None:
    die_with_parent(_server.pid)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.site.settings")

from django.conf import settings  # noqa: E402  (the environment comes first)
from django.core.wsgi import get_wsgi_application  # noqa: E402
from whitenoise import WhiteNoise  # noqa: E402

from broadsheet.delivery.front import utf8_only  # noqa: E402


def _with_static_headers(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


application = WhiteNoise(
    utf8_only(get_wsgi_application()),
    root=settings.STATIC_ROOT,
    prefix=settings.STATIC_URL,
    max_age=settings.STATIC_MAX_AGE_SECONDS,
    immutable_file_test=r"\.[0-9a-f]{12}\.",
    add_headers_function=_with_static_headers,
)
