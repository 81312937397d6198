"""Preparing a data folder: all that a site needs before its processes start."""

import sys
from enum import Enum

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from broadsheet.newsroom.models import Article, NewsroomSettings
from broadsheet.newsroom.search.jobs import order_missing_index
from broadsheet.newsroom.setup import found_newsroom
from broadsheet.site.assets.static_files import are_pressed, press_static_files
from broadsheet.site.care.accounts import make_first_account
from broadsheet.site.database.state import missing_migrations, refuse_unusable_database
from broadsheet.site.refusal import Refusal


class Nature(Enum):
    """What a data folder holds."""

    EMPTY = "empty"
    SAMPLE = "sample"
    REAL = "real"


class MixedError(Refusal):
    """Sample and real content would come together in one folder."""


def prepare(*, is_demo: bool) -> str:
    """Make the database fit the code, load the sample if asked for, make the first account.

    Returns the first account's password, or "" when there was an account. Safe at every
    start, and after one that was interrupted.

    :raises Refusal: before anything is changed.
    """
    refuse_unusable_database()
    refuse_mixing(nature(), is_demo=is_demo)
    make_tables()
    found_newsroom(address=settings.SITE_ADDRESS)
    if is_demo and nature() is Nature.EMPTY:
        load_sample_newsroom()
    order_missing_index()
    if not are_pressed():
        _say("Pressing the style sheets and scripts …")
        press_static_files()
    return make_first_account()


def nature() -> Nature:
    """What the database holds: a sample, a newsroom's own work, or nothing yet."""
    if not _has_tables(NewsroomSettings, Article, get_user_model()):
        return Nature.EMPTY
    if NewsroomSettings.objects.filter(is_sample=True).exists():
        return Nature.SAMPLE
    is_used = Article.objects.exists() or get_user_model().objects.exists()
    return Nature.REAL if is_used else Nature.EMPTY


def refuse_mixing(found: Nature, *, is_demo: bool) -> None:
    """:raises MixedError: when a sample is asked for on a real site, or the other way round."""
    place = settings.CONFIG.folder
    if is_demo and found is Nature.REAL:
        raise MixedError(
            f"{place} holds a real site, which the sample newsroom must not enter: choose "
            "another folder with --data (make: DATA=), or start without the sample (make: DEMO=0)."
        )
    if not is_demo and found is Nature.SAMPLE:
        raise MixedError(
            f"{place} holds the sample newsroom: choose another folder for a real site with "
            "--data (make: DATA=), or start it with --demo (make: DEMO=1)."
        )


def make_tables() -> None:
    """Bring the database to the state that the code expects."""
    if missing_migrations(MigrationLoader(connection)):
        _say("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)


def load_sample_newsroom() -> None:
    """Load the sample into an empty, prepared site, wholly or not at all."""
    from broadsheet.site.sample.load import load_sample

    _say("Loading the sample newsroom …")
    load_sample(now=timezone.now())


def _has_tables(*models: type) -> bool:
    tables = set(connection.introspection.table_names())
    return all(model._meta.db_table in tables for model in models)  # type: ignore[attr-defined]


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
