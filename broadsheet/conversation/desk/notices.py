"""What a moderator is told of what they did: in words, for a message or a region that speaks."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from broadsheet.conversation.desk.judging import LastAction, Outcome
from broadsheet.conversation.models import Ban, Comment, CommentState

_DONE = {
    CommentState.PUBLISHED: ngettext_lazy(
        "%(number)s comment published.", "%(number)s comments published.", "number"
    ),
    CommentState.REJECTED: ngettext_lazy(
        "%(number)s comment rejected.", "%(number)s comments rejected.", "number"
    ),
    CommentState.SPAM: ngettext_lazy(
        "%(number)s comment put with the spam.",
        "%(number)s comments put with the spam.",
        "number",
    ),
    CommentState.HELD: ngettext_lazy(
        "%(number)s comment held.", "%(number)s comments held.", "number"
    ),
}


def action_words(last: LastAction) -> str:
    """What was done last, said to who did it."""
    if last.ban is not None:
        return ban_words(last.ban)
    if last.state is None or last.state not in _DONE:
        return ""
    return str(_DONE[last.state] % {"number": len(last.judgement_ids)})


def ban_words(ban: Ban) -> str:
    if ban.until is None:
        return _("The writer is banned for good.")
    moment = date_format(timezone.localtime(ban.until), "DATETIME_FORMAT")
    return _("The writer is banned until %(moment)s.") % {"moment": moment}


def changed_words(outcome: Outcome) -> str:
    """That some were left alone, and which; "" where all was done. One query."""
    if not outcome.changed:
        return ""
    said = ngettext(
        "%(number)s comment was left alone, since it has changed meanwhile: %(which)s",
        "%(number)s comments were left alone, since they have changed meanwhile: %(which)s",
        len(outcome.changed),
    )
    rows = {row.pk: row for row in Comment.objects.filter(pk__in=outcome.changed)}
    which = [_which(rows.get(number)) for number in outcome.changed]
    return said % {"number": len(outcome.changed), "which": "; ".join(which)}


def _which(comment: Comment | None) -> str:
    if comment is None:
        return _("one that is not here any more")
    state = comment.get_state_display()
    # Of a withdrawn one the name is gone as well.
    return _("%(name)s (%(state)s now)") % {
        "name": comment.name or f"#{comment.pk}",
        "state": state,
    }
