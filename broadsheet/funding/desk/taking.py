"""Which provider takes this site's gifts, and why not where none does."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from broadsheet.funding.providers.registry import REHEARSAL, active
from broadsheet.funding.rulebook import stored_rules


@dataclass(frozen=True)
class Taking:
    """`why_closed` is a sentence for the staff, "" while gifts are taken."""

    provider: str
    why_closed: str
    is_rehearsal: bool


def who_takes_gifts() -> Taking:
    """The active provider, and whether the newsroom and it are ready. Two queries."""
    provider = active()
    why = str(provider.why_closed())
    if not stored_rules().is_open:
        why = _("The rules say that no gifts are taken.")
    return Taking(provider.name.capitalize(), why, is_rehearsal=provider.name == REHEARSAL)
