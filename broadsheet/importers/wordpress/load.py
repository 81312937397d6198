"""Import a WordPress export: stories, plain pages, their topics and authors, and comments.

The file is read twice: once to plan, once to write. Each story is one transaction, so an
import that was stopped is finished by starting it again; what is here already is left as it
is, also where an editor has changed or deleted it.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError

from broadsheet.importers.wordpress.comments import add_comments
from broadsheet.importers.wordpress.directory import Directory
from broadsheet.importers.wordpress.map import Mapped, plain_blocks
from broadsheet.importers.wordpress.old_addresses import lead_on
from broadsheet.importers.wordpress.plain import plain_title
from broadsheet.importers.wordpress.plan import Plan, key_of, kind_of, plan_import
from broadsheet.importers.wordpress.read import read_export
from broadsheet.importers.wordpress.records import Item
from broadsheet.importers.wordpress.report import Report
from broadsheet.importers.wordpress.stories import add_page, add_story
from broadsheet.newsroom.models import Article


def import_export(
    path: Path, *, now: datetime, on_progress: Callable[[Report], None] = lambda _: None
) -> Report:
    """Import what the export has and this site has not; `on_progress` is called after each item.

    :raises ExportError: before anything is written, when the file cannot be read to its end.
    """
    plan = plan_import(path)
    report = Report(passed_over=plan.passed_over)
    load = _Load(plan, report, now=now)
    for record in read_export(path):
        if isinstance(record, Item) and kind_of(record):
            load.take(record)
            on_progress(report)
    load.finish()
    return report


class _Load:
    """The writing half, item by item."""

    def __init__(self, plan: Plan, report: Report, *, now: datetime) -> None:
        self._plan = plan
        self._report = report
        self._now = now
        self._directory = Directory(source=plan.source, names=plan.names)

    def take(self, item: Item) -> None:
        kind = kind_of(item)
        if key_of(item) in self._plan.known[kind]:
            self._report.known[kind] += 1
            self._add_later_comments(item)
            self._lead_on(item, kind=kind)
            return
        try:
            self._add(item, kind=kind)
        except ValidationError as error:
            self._report.refused[plain_title(item.title)] = " ".join(error.messages)

    def finish(self) -> None:
        """Let the topics that most imported stories have stand on every page."""
        self._directory.choose_navigation()

    def _add(self, item: Item, *, kind: str) -> None:
        slug = self._plan.slugs[kind][key_of(item)]
        mapped = self._mapped(item)
        add = self._add_page if kind == "page" else self._add_story
        self._plan.known[kind][key_of(item)] = add(item, mapped=mapped, slug=slug)
        self._report.added[kind] += 1
        self._report.left_out += mapped.left_out
        self._lead_on(item, kind=kind)

    def _lead_on(self, item: Item, *, kind: str) -> None:
        page_id = self._plan.known[kind][key_of(item)]
        self._report.old_addresses += lead_on(item, page_id=page_id)

    def _mapped(self, item: Item) -> Mapped:
        mapped = plain_blocks(item.body, links=self._plan.links)
        if "_thumbnail_id" in item.meta:
            mapped.left_out["image"] += 1
        return mapped

    def _add_page(self, item: Item, *, mapped: Mapped, slug: str) -> int:
        page = add_page(item, mapped=mapped, slug=slug, source=self._plan.source, now=self._now)
        return int(page.pk)

    def _add_story(self, item: Item, *, mapped: Mapped, slug: str) -> int:
        article = add_story(
            item,
            mapped=mapped,
            slug=slug,
            topics=self._directory.topics_of(item),
            authors=self._directory.authors_of(item),
            source=self._plan.source,
            now=self._now,
        )
        self._add_comments(article, item)
        return int(article.pk)

    def _add_later_comments(self, item: Item) -> None:
        """A later export of the same site has comments that are new."""
        article = Article.objects.filter(pk=self._plan.known["story"].get(key_of(item))).first()
        if article is not None and item.comments:
            self._add_comments(article, item)

    def _add_comments(self, article: Article, item: Item) -> None:
        added = add_comments(article, item.comments, source=self._plan.source, now=self._now)
        self._report.added["comment"] += added.count
        self._report.known["comment"] += added.known
        self._report.passed_over += added.passed_over
