from datetime import datetime
from pathlib import Path

import pytest

from broadsheet.importers.wordpress.load import import_export
from broadsheet.importers.wordpress.tests.exports import comment, export, item, written

pytestmark = pytest.mark.usefixtures("newsroom")


def test_it_says_what_was_imported_and_what_was_left_out(tmp_path: Path, now: datetime) -> None:
    path = written(tmp_path, export(item(body="<img src=x>Sea.", more=comment(1))))

    assert import_export(path, now=now).lines() == [
        "Imported:",
        "        1 comment",
        "        1 story",
        "Leading on:",
        "        2 old address",
        "Left out of the stories:",
        "        1 image",
    ]


def test_a_second_run_says_that_all_is_here(tmp_path: Path, now: datetime) -> None:
    path = written(tmp_path, export(item(body="Sea.", more=comment(1))))
    import_export(path, now=now)

    assert import_export(path, now=now).lines() == [
        "Here already:",
        "        1 comment",
        "        1 story",
    ]
