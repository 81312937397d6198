"""An import may be stopped, repeated and resumed; nothing comes twice, no edit is lost."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.importers.models import ImportedRecord
from broadsheet.importers.wordpress.load import Report, import_export
from broadsheet.importers.wordpress.read import ExportError
from broadsheet.importers.wordpress.tests.exports import (
    comment,
    export,
    item,
    written,
)
from broadsheet.newsroom.models import Article, Topic

pytestmark = pytest.mark.usefixtures("newsroom")

NOW = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)
MARA = """<wp:author><wp:author_login>mara</wp:author_login>
<wp:author_display_name>Mara Holm</wp:author_display_name></wp:author>"""
IN_HARBOUR = (
    '<category domain="category" nicename="harbour"><![CDATA[Harbour &amp; Sea]]></category>'
)


def test_a_topic_that_an_editor_renamed_is_still_the_same(tmp_path: Path) -> None:
    _imported(tmp_path, item(more=IN_HARBOUR))
    Topic.objects.update(name="Port", slug="port")

    _imported(tmp_path, item(more=IN_HARBOUR), item(wp_id=2, more=IN_HARBOUR))

    assert [topic.name for topic in Topic.objects.all()] == ["Port"]


def test_a_second_import_adds_nothing_and_keeps_what_editors_did(tmp_path: Path) -> None:
    whole = (MARA, item(more=IN_HARBOUR + comment(4)), item(wp_id=2, kind="page"))
    _imported(tmp_path, *whole)
    Article.objects.update(standfirst="Edited.")
    rows = ImportedRecord.objects.count()

    report = _imported(tmp_path, *whole)

    assert report.added.total() == 0
    assert report.known == Counter(story=1, page=1, comment=1)
    assert Article.objects.get().standfirst == "Edited."
    assert ImportedRecord.objects.count() == rows


def test_what_an_editor_deleted_does_not_come_back(tmp_path: Path) -> None:
    _imported(tmp_path, item(more=comment(4)))
    Article.objects.get().delete()

    report = _imported(tmp_path, item(more=comment(4)))

    assert not Article.objects.exists()
    assert report.known == Counter(story=1)


def test_an_import_that_was_stopped_is_finished_by_the_next(tmp_path: Path) -> None:
    path = written(tmp_path, export(*(item(wp_id=number) for number in (1, 2, 3))))

    def stop(report: Report) -> None:
        if report.added["story"] == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_export(path, now=NOW, on_progress=stop)
    assert Article.objects.count() == 2

    report = import_export(path, now=NOW)

    assert (report.known["story"], report.added["story"]) == (2, 1)
    assert Article.objects.count() == 3


def test_two_sites_may_use_the_same_numbers(tmp_path: Path) -> None:
    _imported(tmp_path, item())
    other = export(item()).replace("ferry.example", "isle.example")

    report = import_export(written(tmp_path, other), now=NOW)

    assert report.added == Counter(story=1)


def test_the_site_is_the_same_with_and_without_https(tmp_path: Path) -> None:
    _imported(tmp_path, item())
    other = export(item()).replace(">https://ferry.example<", ">http://www.ferry.example/<")

    report = import_export(written(tmp_path, other), now=NOW)

    assert report.known == Counter(story=1)


def test_a_site_is_told_from_the_network_it_belongs_to(tmp_path: Path) -> None:
    of_network = "<wp:base_site_url>https://network.example</wp:base_site_url>"
    text = export(item()).replace("<wp:base_blog", f"{of_network}<wp:base_blog")

    import_export(written(tmp_path, text), now=NOW)

    assert set(ImportedRecord.objects.values_list("source", flat=True)) == {"ferry.example"}


def test_an_item_that_stands_twice_in_a_file_is_imported_once(tmp_path: Path) -> None:
    report = _imported(tmp_path, item(), item())

    assert (report.added["story"], report.known["story"]) == (1, 1)


def test_nothing_is_written_of_a_file_that_is_broken_at_its_end(tmp_path: Path) -> None:
    path = written(tmp_path, export(item(), item(wp_id=2))[:-30])

    with pytest.raises(ExportError):
        import_export(path, now=NOW)

    assert not Article.objects.exists()
    assert not Topic.objects.exists()


def _imported(folder: Path, *elements: str) -> Report:
    return import_export(written(folder, export(*elements)), now=NOW)
