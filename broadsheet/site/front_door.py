"""The front door of this site, put together from its settings."""

import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from broadsheet.delivery import reads
from broadsheet.delivery.front.bodies import Bodies
from broadsheet.delivery.front.door import Door
from broadsheet.delivery.front.places import Places
from broadsheet.delivery.front.serving import Pages
from broadsheet.delivery.front.wsgi import Application, Environ, StartResponse
from broadsheet.delivery.media import Media
from broadsheet.delivery.seen import Moved, watch_database
from broadsheet.delivery.store.disk import Disk
from broadsheet.delivery.store.memory import Memory
from broadsheet.guard.bodies import most_bytes
from broadsheet.site.health import Health
from broadsheet.site.interrupted import refuse
from broadsheet.site.running.generation import generation

MEGABYTE = 1024 * 1024


def front_door(*, django: Application, with_files: Callable[[Application], Application]) -> Door:
    """The door before `django`; `with_files` puts in front of it what serves static files."""
    config = settings.CONFIG
    reads.keep_handing_over()
    pages = stored_pages()
    places = Places(django, refuse=refuse, threads=config.web_threads)
    application = Health(with_files(places), pages=pages, is_crowded=places.is_stuck)
    pictures = Media(application, root=Path(settings.MEDIA_ROOT), prefix=settings.MEDIA_URL)

    def render(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        # Without a database each may take as long as it is waited for.
        return (places if pages.is_cut_off else django)(environ, start_response)

    return Door(
        render,
        pages=pages,
        bodies=Bodies(pictures, most_bytes=most_bytes, threads=config.web_threads),
        hosts=settings.SITE_HOSTS,
        note_read=reads.note,
        is_https=config.is_https,
    )


def stored_pages() -> Pages:
    """The page store, as the processes of this release share it on disk."""
    config = settings.CONFIG
    return Pages(
        memory=Memory(most_bytes=config.pages_memory_mb * MEGABYTE),
        disk=page_files(),
        moved=watch(),
    )


def page_files() -> Disk:
    """The pages on disk; those of other releases and settings are thrown away."""
    folder = Path(settings.CONFIG.folder) / "pages"
    ours = generation(settings.CONFIG, key=settings.SECRET_KEY)
    with suppress(OSError):
        for other in folder.iterdir():
            if other.name != ours:
                shutil.rmtree(other, ignore_errors=True)
    return Disk(folder / ours, most_bytes=settings.CONFIG.pages_disk_mb * MEGABYTE)


def watch() -> Moved:
    """What has moved in the site's database."""
    if connection.vendor == "sqlite":
        return watch_database(
            vendor="sqlite", address={"database": settings.DATABASES["default"]["NAME"]}
        )
    given: dict[str, Any] = connection.get_connection_params()
    wanted = ("dbname", "user", "password", "host", "port", "sslmode", "options")
    return watch_database(
        vendor="postgresql", address={name: given[name] for name in wanted if name in given}
    )
