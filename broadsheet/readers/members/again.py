"""Once more who one is: before another way into an account is opened, or one is taken away.

Whoever sits down at a browser that somebody left signed in can write in their name, but neither
keep their account nor lock them out.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from broadsheet.guard.buckets import TooMany
from broadsheet.readers.members.codes import CodeGone, use_up
from broadsheet.readers.members.doors import next_of, with_next
from broadsheet.readers.members.forms import CodeForm
from broadsheet.readers.members.views import (
    WAITS_FOR,
    code_gone,
    send_code,
    too_many,
    type_code,
    waited_for,
)
from broadsheet.readers.models import MailedCode, User
from broadsheet.readers.who import user_of

FRESH_SECONDS = 3600

View = Callable[..., HttpResponse]


def shown_lately(view: View) -> View:
    """Ask members who have not signed in within the hour for a code; others are not its concern."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        member = user_of(request)
        if member is None or not member.is_member or _is_fresh(request, member):
            return view(request, *args, **kwargs)
        # What was sent is not sent again; the page is shown anew.
        query = urlencode({"next": request.path})
        return redirect(f"{reverse('account_again_by_mail')}?{query}")

    return wrapped


@require_http_methods(["GET", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Offer to mail a code to the member's own address."""
    member = user_of(request)
    if member is None or not member.is_member:
        return redirect("account_join")
    if request.method != "POST":
        values = {"email": member.email, "next": next_of(request)}
        return TemplateResponse(request, "account/again_by_mail.html", values)
    try:
        send_code(request, member.email, user=member)
    except TooMany as refusal:
        return too_many(request, refusal)
    return redirect(with_next(reverse("account_again_code"), request))


@require_http_methods(["GET", "POST"])
def again_code(request: HttpRequest) -> HttpResponse:
    """Take the code, and lead on to what was asked for."""
    member = user_of(request)
    if member is None or not member.is_member:
        return redirect("account_join")
    try:
        code = waited_for(request, user=member)
        if code.address != member.email:  # that of an address which is to be theirs
            raise CodeGone
        form = CodeForm(request.POST or None)
        if request.method != "POST" or not type_code(code, form):
            return _ask(request, form, code)
        use_up(code, now=timezone.now())
    except CodeGone:
        return code_gone(request, again="account_again_by_mail")
    request.session.pop(WAITS_FOR, None)
    record_authentication(request, member, method="code", reauthenticated=True)
    return redirect(next_of(request) or "account_home")


def _is_fresh(request: HttpRequest, member: User) -> bool:
    records = get_authentication_records(request, member)
    return bool(records) and float(records[-1]["at"]) > time.time() - FRESH_SECONDS


def _ask(request: HttpRequest, form: CodeForm, code: MailedCode) -> HttpResponse:
    values = {"form": form, "address": code.address, "next": next_of(request)}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "account/again_code.html", values, status=status)
