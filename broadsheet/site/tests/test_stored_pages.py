"""The stored pages of a whole site: rebuilt, and of one release alone."""

import dataclasses
from pathlib import Path

import pytest
from django.conf import LazySettings, settings

from broadsheet.delivery.store.disk import Disk
from broadsheet.delivery.tests.house import page
from broadsheet.site import front_door
from broadsheet.site.running.generation import generation


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Disk:
    settings.CONFIG = dataclasses.replace(settings.CONFIG, folder=tmp_path)
    return front_door.page_files()


def test_another_release_or_setting_has_no_use_for_these_pages(disk: Disk) -> None:
    disk.put(page())
    assert front_door.page_files().get("/")

    settings.CONFIG = dataclasses.replace(settings.CONFIG, stripe_key="sk_other")
    later = front_door.page_files()

    assert later.get("/") is None
    assert not disk.folder.exists()


def test_what_made_a_page_is_not_told_by_its_folder() -> None:
    secret = dataclasses.replace(settings.CONFIG, stripe_key="sk_secret")

    assert generation(secret, key="a") != generation(secret, key="b")
    assert len(generation(secret, key="a")) == 16
