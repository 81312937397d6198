"""What moderators do: judging, undoing, banning. Every act is a form and a redirect.

A script gets the page's own partials instead: what was done, and the rows as they stand now.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from broadsheet.conversation.desk.asked import ROWS_A_PAGE, Asked
from broadsheet.conversation.desk.forms import BanForm, JudgeForm, UndoForm
from broadsheet.conversation.desk.gate import moderator_of, moderators_only
from broadsheet.conversation.desk.judging import judge_seen, last_action
from broadsheet.conversation.desk.judging import undo as undo_judgements
from broadsheet.conversation.desk.notices import action_words, changed_words
from broadsheet.conversation.desk.pages import row_context
from broadsheet.conversation.desk.rows import rows_of, with_surroundings
from broadsheet.conversation.models import Ban
from broadsheet.conversation.order.peace import AlreadyLifted, lift_ban
from broadsheet.conversation.order.peace import ban as ban_reader
from broadsheet.delivery.answers import see_other


@require_POST
@moderators_only
def judge(request: HttpRequest) -> HttpResponse:
    """Judge one comment or several chosen ones."""
    form, asked = JudgeForm(request.POST), _asked(request)
    if not form.is_valid():
        return _refused(request, asked, _errors(form))
    try:
        chosen = form.chosen()
    except ValidationError as error:
        return _refused(request, asked, " ".join(error.messages))
    outcome = judge_seen(
        chosen,
        to=form.state(),
        user=moderator_of(request),
        reason=form.why(),
        now=timezone.now(),
    )
    touched = [*outcome.done, *outcome.changed]
    return _answer(request, asked, touched=touched, warning=changed_words(outcome))


@require_POST
@moderators_only
def undo(request: HttpRequest) -> HttpResponse:
    """Take judgements back."""
    ids = UndoForm(request.POST).judgement_ids()
    outcome = undo_judgements(ids, user=moderator_of(request), now=timezone.now())
    touched = [*outcome.done, *outcome.changed]
    warning = changed_words(outcome) if touched else _("There is nothing to undo.")
    return _answer(request, _asked(request), touched=touched, warning=warning, brings_back=True)


@require_POST
@moderators_only
def ban(request: HttpRequest) -> HttpResponse:
    """Let a reader be silent for a while, or for good."""
    form, asked, now = BanForm(request.POST), _asked(request), timezone.now()
    if not form.is_valid():
        return _refused(request, asked, _errors(form))
    reader = form.cleaned_data["reader"]
    ban_reader(
        reader,
        user=moderator_of(request),
        until=form.until(now=now),
        reason=form.cleaned_data["reason"],
        now=now,
    )
    return _answer(request, asked, touched=_on_page(asked, reader_id=reader.pk))


@require_POST
@moderators_only
def lift(request: HttpRequest, ban_id: int) -> HttpResponse:
    """End a ban before its time."""
    found, warning = get_object_or_404(Ban, pk=ban_id), ""
    try:
        lift_ban(found, now=timezone.now())
    except AlreadyLifted:
        warning = _("This ban has ended already.")
    if "view" in request.POST:
        asked = _asked(request)
        touched = _on_page(asked, reader_id=found.reader_id)
        return _answer(request, asked, touched=touched, warning=warning)
    if warning:
        messages.warning(request, warning)
    else:
        messages.success(request, _("The ban is lifted."))
    return redirect("conversation_bans")


def _asked(request: HttpRequest) -> Asked:
    """The page that a form stands on: what its address asks for, never an address itself."""
    return Asked.from_query(QueryDict(request.POST.get("view", "")).dict())


def _errors(form: Form) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def _on_page(asked: Asked, *, reader_id: object) -> list[int]:
    """The comments of a reader that a page shows."""
    start = (asked.page - 1) * ROWS_A_PAGE
    shown = asked.comments().values_list("pk", "reader")[start : start + ROWS_A_PAGE]
    return [pk for pk, reader in shown if reader == reader_id]


def _refused(request: HttpRequest, asked: Asked, words: str) -> HttpResponse:
    return _answer(request, asked, touched=[], warning=words, status=422)


def _answer(
    request: HttpRequest,
    asked: Asked,
    *,
    touched: Iterable[int],
    warning: str = "",
    status: int = 200,
    brings_back: bool = False,
) -> HttpResponse:
    if request.headers.get("X-Requested-With") != "XMLHttpRequest":
        if warning:
            messages.warning(request, warning)
        return _back_to(asked)
    now, touched = timezone.now(), list(touched)
    last = last_action(moderator_of(request), now=now)
    rows = with_surroundings(asked.comments().filter(pk__in=touched)) if touched else []
    context = {
        "last": last,
        "last_words": action_words(last) if last else "",
        "warning": warning,
        "rows": rows_of(list(rows), now=now),
        "touched": touched,
        "brings_back": brings_back,
        "is_list": asked.comment is None,
        "view_query": asked.query,
        **row_context(request),
    }
    return render(request, "conversation/desk/_after.html", context, status=status)


def _back_to(asked: Asked) -> HttpResponse:
    if asked.comment is not None:
        url = reverse("conversation_comment", args=[asked.comment])
    else:
        url = reverse("conversation_queue") + (f"?{asked.query}" if asked.query else "")
    return see_other(url)
