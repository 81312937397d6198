"""Loading Django for a command that needs it, with a sentence where that fails."""

import os

from broadsheet.site.folder.config import load_config
from broadsheet.site.folder.secret import read_secret_key
from broadsheet.site.refusal import Refusal


def start_django() -> None:
    """Load the settings and the applications.

    :raises Refusal: when a setting is wrong, the key is damaged or PostgreSQL has no driver.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.site.settings")
    read_secret_key(load_config().folder)  # else Django would wrap the sentence
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        if "psycopg" in str(error):
            raise Refusal(
                "PostgreSQL needs its driver: install broadsheet with it, as broadsheet[postgres]."
            ) from None
        raise
