"""Corrections: what was wrong, what is right, and since when the story says so."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from broadsheet.newsroom.cards import article_url, public_articles
from broadsheet.newsroom.models import Article, Correction, NewsroomSettings
from broadsheet.newsroom.moments import Moment, moment

PAGE_CORRECTIONS = 30


@dataclass(frozen=True)
class Corrected:
    """One correction, ready for a page; `anchor` is its place on the story's page."""

    article: Article
    url: str
    anchor: str
    corrected: Moment
    was_wrong: str
    is_right: str


@dataclass(frozen=True)
class CorrectionsPage:
    """A page of the paper's corrections, newest first."""

    corrections: list[Corrected]
    next_page: int | None


def public_corrections() -> QuerySet[Correction]:
    """The corrections of public stories with their stories, newest first."""
    # Asked of each correction: in a list of them, all public stories would be gathered first.
    story = public_articles().filter(pk=OuterRef("article")).order_by()
    listed = Correction.objects.filter(Exists(story))
    return listed.select_related("article").order_by("-corrected_at", "-pk")


def corrections_page(*, newsroom: NewsroomSettings, page: int = 1) -> CorrectionsPage:
    """A page of corrections. One query."""
    start = (page - 1) * PAGE_CORRECTIONS
    found = list(public_corrections()[start : start + PAGE_CORRECTIONS + 1])
    return CorrectionsPage(
        corrections=[corrected(row, newsroom=newsroom) for row in found[:PAGE_CORRECTIONS]],
        next_page=page + 1 if len(found) > PAGE_CORRECTIONS else None,
    )


def corrected(row: Correction, *, newsroom: NewsroomSettings) -> Corrected:
    """Prepare a correction, whose story is loaded."""
    anchor = f"correction-{row.pk or row.sort_order}"  # a preview's has no id yet
    return Corrected(
        article=row.article,
        url=f"{article_url(row.article)}#{anchor}",
        anchor=anchor,
        corrected=moment(row.corrected_at, zone=newsroom.time_zone, language=newsroom.language),
        was_wrong=row.was_wrong,
        is_right=row.is_right,
    )
