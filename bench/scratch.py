"""Django on a data folder that is thrown away, for benchmarks that ask it within a process."""

import os
from pathlib import Path


def start_django(folder: Path, *, database: str = "") -> None:
    """Load Django on `folder`, with a key of its own; static files are named as they are."""
    from broadsheet.site.folder.secret import FILE_NAME, make_secret_key

    if not (folder / FILE_NAME).exists():
        make_secret_key(folder)
    os.environ["BROADSHEET_DATA"] = str(folder)
    if database:
        os.environ["BROADSHEET_DATABASE"] = database
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.site.settings"
    import django
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    django.setup()


def found_site() -> None:
    """Make the tables and the empty newsroom."""
    from django.conf import settings
    from django.core.management import call_command

    from broadsheet.newsroom.setup import found_newsroom

    call_command("migrate", verbosity=0)
    found_newsroom(address=settings.SITE_ADDRESS)
