"""The WSGI application that the web processes run."""

import multiprocessing
import os
import sys
from wsgiref.headers import Headers

from broadsheet.delivery.front.wsgi import Application
from broadsheet.site.running.processes import die_with_parent

# A process of the web server ends with the server's main process, even if that is killed.
_server = multiprocessing.parent_process()
if _server is not None and _server.pid is not None:
    die_with_parent(_server.pid)

# A thread in Django computes for milliseconds, a stored page takes microseconds: by Python's own
# 5 ms each reader would wait that long for every writer. Measured in a storm by
# `python -m bench.delivery`: 300 pages a second with it, 20,000 with this.
SWITCH_SECONDS = 0.0001
sys.setswitchinterval(SWITCH_SECONDS)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.site.settings")

from django.conf import settings  # noqa: E402  (the environment comes first)
from django.core.wsgi import get_wsgi_application  # noqa: E402
from whitenoise import WhiteNoise  # noqa: E402


def _with_static_headers(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


def _with_static_files(application: Application) -> Application:
    return WhiteNoise(
        application,
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL,
        max_age=settings.STATIC_MAX_AGE_SECONDS,
        immutable_file_test=r"\.[0-9a-f]{12}\.",
        add_headers_function=_with_static_headers,
    )


_django = get_wsgi_application()

from broadsheet.site.database.sqlite.base import make_none  # noqa: E402  (Django comes first)
from broadsheet.site.front_door import front_door  # noqa: E402

make_none()  # an empty database in the place of one that was moved away would be worse than none
application = front_door(django=_django, with_files=_with_static_files)
