"""Which stored version a form was made from, and whether somebody has saved another since.

Wagtail's editor sends the revision that it loaded, and in an autosave after the first the one
that it has written itself. It heeds them when it autosaves; we heed them at every other save as
well, and one_save.js tells the form of what it has saved by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from wagtail.models import Page, Revision

LOADED = "loaded_revision_id"
LOADED_AT = "loaded_revision_created_at"
OWN = "overwrite_revision_id"
KEEP_MINE = "keep_mine"


@dataclass(frozen=True)
class Version:
    """A stored version: autosaves write one revision again and again, each time at a new time."""

    revision_id: int
    saved_at: str

    def __str__(self) -> str:
        return f"{self.revision_id}@{self.saved_at}"


def version_of(revision: Revision) -> Version:
    """The version that a revision holds now."""
    return Version(revision.pk, revision.created_at.isoformat())


def latest_revision(page_id: int, *, lock: bool = False) -> Revision | None:
    """The last revision of a page as it is stored now; with `lock` nobody saves another until
    the transaction ends."""
    pages = Page.objects.select_for_update() if lock else Page.objects.all()
    revision_id = pages.values_list("latest_revision_id", flat=True).get(pk=page_id)
    return Revision.objects.select_related("user").filter(pk=revision_id).first()


def is_stale(posted: Mapping[str, str], *, stored: Version) -> bool:
    """Whether a posted form was made from another version than the one stored."""
    if posted.get(KEEP_MINE) == str(stored):
        return False
    if own := posted.get(OWN):
        return own != str(stored.revision_id)
    # Without any: made before the first version was saved.
    loaded = (posted.get(LOADED, ""), posted.get(LOADED_AT, ""))
    return loaded != (str(stored.revision_id), stored.saved_at)
