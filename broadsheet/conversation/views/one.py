"""A comment's own page, and what can be done from it: editing, withdrawing, reporting, muting."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from broadsheet.conversation.forms import PreviewForm
from broadsheet.conversation.models import ReportReason
from broadsheet.conversation.order.good_order import mute_writer, submit_report, unmute_writer
from broadsheet.conversation.order.rulebook import rules
from broadsheet.conversation.people.one import comment_page
from broadsheet.conversation.people.own import Found, comment_for, own_comment, own_line
from broadsheet.conversation.views.answers import (
    MAX_FORM_BYTES,
    NO_COMMENTS,
    wants_fragment,
)
from broadsheet.conversation.writing.act_forms import MuteForm, ReportForm, WithdrawalForm
from broadsheet.conversation.writing.comments import edit_comment, withdraw_comment
from broadsheet.conversation.writing.refusals import (
    ACT_REFUSALS,
    REFUSALS,
    Refusal,
    refusal_of,
    refuse_to_change,
    refuse_to_edit,
)
from broadsheet.conversation.writing.voice import Voice, voice_of
from broadsheet.conversation.writing.words import held_words
from broadsheet.delivery.answers import see_other
from broadsheet.delivery.interruptions import when_interrupted
from broadsheet.delivery.pages import personal_page
from broadsheet.guard.bodies import body_at_most
from broadsheet.guard.origin import same_origin_only
from broadsheet.newsroom.render import render_page
from broadsheet.readers.guests import remember
from broadsheet.readers.models import Reader


@require_safe
@personal_page
def comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The comment itself, and all that this reader can do about it."""
    found, voice = _found(request, comment_id)
    return _page(request, found, voice=voice)


@when_interrupted(NO_COMMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_only
@body_at_most(MAX_FORM_BYTES)
@personal_page
def edit(request: HttpRequest, comment_id: int) -> HttpResponse:
    """GET: one's own words in a form. POST: put others in their place."""
    found, voice = _found(request, comment_id)
    now = timezone.now()
    refusal = refuse_to_edit(found.comment, reader=voice.reader, now=now)
    if refusal is not None:
        return _refuse(request, found, refusal)
    if request.method != "POST":
        return _edit_page(request, found, PreviewForm(initial={"text": found.comment.text}))
    form = PreviewForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, found, form, status=422)
    try:
        text = form.cleaned_data["text"]
        edit_comment(found.comment, reader=voice.settled(), text=text, rules=rules(), now=now)
    except REFUSALS as error:
        refusal = refusal_of(error)
        form.add_error(None, refusal.words)
        return refusal.mark(_edit_page(request, found, form, status=refusal.status))
    return _after_edit(request, found)


@require_POST
@same_origin_only
@body_at_most(MAX_FORM_BYTES)
@personal_page
def withdrawal(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Take one's own words back for good."""
    found, voice = _found(request, comment_id)
    refusal = refuse_to_change(found.comment, reader=voice.reader)
    if refusal is not None:
        return _refuse(request, found, refusal)
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        return _page(request, found, voice=voice, withdrawal_form=form)
    try:
        withdraw_comment(found.comment, reader=voice.settled(), now=timezone.now())
    except ACT_REFUSALS as error:
        return _refuse(request, found, refusal_of(error))
    return _after_withdrawal(request, found)


@require_POST
@same_origin_only
@body_at_most(MAX_FORM_BYTES)
@personal_page
def reports(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Take a reader's word that the comment should be looked at."""
    found, voice = _found(request, comment_id)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, found, voice=voice, report_form=form)
    try:
        complaint, now = form.complaint(), timezone.now()
        reader = submit_report(found.comment, voice=voice, complaint=complaint, now=now)
    except ACT_REFUSALS as error:
        return _refuse(request, found, refusal_of(error))
    return remember(_after_report(request, found, reader), reader)


@require_POST
@same_origin_only
@body_at_most(MAX_FORM_BYTES)
@personal_page
def mute(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Spare this reader the writer's words, or no longer."""
    found, voice = _found(request, comment_id)
    form = MuteForm(request.POST)
    if not form.is_valid():
        words = _("Please choose whether to mute this reader or to read them again.")
        return _refuse(request, found, Refusal(words, 400))
    if not form.is_on():
        unmute_writer(found.comment, reader=voice.reader)
        return _after_act(request, found, voice.reader)
    try:
        reader = mute_writer(found.comment, voice=voice, now=timezone.now())
    except ACT_REFUSALS as error:
        return _refuse(request, found, refusal_of(error))
    return remember(_after_act(request, found, reader), reader)


def _found(request: HttpRequest, comment_id: int) -> tuple[Found, Voice]:
    """:raises Http404: for what this reader may not see."""
    voice = voice_of(request, now=timezone.now())
    found = comment_for(voice.reader, comment_id)
    if found is None:
        raise Http404("There is no such comment.")
    return found, voice


def _page(
    request: HttpRequest, found: Found, *, voice: Voice, **forms: ReportForm | WithdrawalForm
) -> HttpResponse:
    """The comment's page, with the forms that somebody has filled in wrongly."""
    values = {**_values(found, voice.reader), "reasons": ReportReason.choices, **forms}
    status = 422 if forms else 200
    if wants_fragment(request):
        return render(request, "conversation/_acts.html", values, status=status)
    return render_page(request, "site/one_comment.html", values, status=status)


def _values(found: Found, reader: Reader | None) -> dict[str, Any]:
    page = comment_page(found, reader=reader, now=timezone.now())
    votes = {"line": page.line, "voted": page.voted}
    html = render_to_string("conversation/_votes.html", votes)
    return {"page": page, "votes": mark_safe(html)}  # a template's own output


def _edit_page(
    request: HttpRequest, found: Found, form: PreviewForm, *, status: int = 200
) -> HttpResponse:
    values = {"page": own_comment(found, now=timezone.now()), "form": form}
    if wants_fragment(request):
        return render(request, "conversation/_edit.html", values, status=status)
    return render_page(request, "site/edit_comment.html", values, status=status)


def _after_edit(request: HttpRequest, found: Found) -> HttpResponse:
    """The comment with its new words; where a rule now holds it, on its writer's own page."""
    if wants_fragment(request):
        values = {"line": own_line(found), "held": held_words(found.comment)}
        return render(request, "conversation/_written.html", values)
    if found.comment.is_published and found.is_story_public:
        return see_other(own_line(found).url)
    return see_other(_on_own_page(found))


def _after_withdrawal(request: HttpRequest, found: Found) -> HttpResponse:
    if wants_fragment(request):
        return render(request, "conversation/_written.html", {"line": own_line(found), "held": ""})
    return see_other(_on_own_page(found))


def _after_report(request: HttpRequest, found: Found, reader: Reader) -> HttpResponse:
    """The report may be the one that holds the comment: then its page is not there any more."""
    found.comment.refresh_from_db(fields=["state"])
    if found.comment.is_published or wants_fragment(request):
        return _after_act(request, found, reader)
    return see_other(f"{found.story_url}#conversation")


def _after_act(request: HttpRequest, found: Found, reader: Reader | None) -> HttpResponse:
    if wants_fragment(request):
        values = {**_values(found, reader), "reasons": ReportReason.choices}
        return render(request, "conversation/_acts.html", values)
    return see_other(reverse("comment", args=[found.comment.pk]))


def _on_own_page(found: Found) -> str:
    return f"{reverse('own_comments')}#comment-{found.comment.pk}"


def _refuse(request: HttpRequest, found: Found, refusal: Refusal) -> HttpResponse:
    values = {
        "heading": _("This cannot be done"),
        "reason": refusal.words,
        "back_url": reverse("comment", args=[found.comment.pk]),
    }
    template = "conversation/_refused.html" if wants_fragment(request) else "site/refused.html"
    return refusal.mark(render(request, template, values, status=refusal.status))
