"""Joining and coming back, one door for both: an address, the code from the letter, a name.

Whether an address has an account is told to nobody but those who have typed its code.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from broadsheet.guard.addresses import address_hash
from broadsheet.guard.buckets import TooMany
from broadsheet.readers.guests import forget_guest, guest_of
from broadsheet.readers.members.codes import CodeGone, WrongCode, mail_code, open_code, prove
from broadsheet.readers.members.doors import let_in, next_of, with_next
from broadsheet.readers.members.forms import AddressForm, CodeForm, NameForm
from broadsheet.readers.members.joining import AddressTaken, become_member, member_with
from broadsheet.readers.models import MailedCode, User
from broadsheet.readers.names import NameTaken

# In the session: the code that this browser waits for. Of addresses nothing stands there.
WAITS_FOR = "mailed_code"


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Ask for an address; a code goes to it, whoever it belongs to."""
    if request.user.is_authenticated:
        return redirect(next_of(request) or "account_home")
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "join", form)
    try:
        send_code(request, form.cleaned_data["email"])
    except TooMany as refusal:
        return too_many(request, refusal)
    return redirect(with_next(reverse("account_join_code"), request))


@require_http_methods(["GET", "POST"])
def join_code(request: HttpRequest) -> HttpResponse:
    """Take the code: members are let in, others choose a name."""
    try:
        code = waited_for(request)
        form = CodeForm(request.POST or None)
        is_typed = request.method == "POST" and code.proved_at is None and type_code(code, form)
        if not is_typed and code.proved_at is None:
            return _page(request, "join_code", form, address=code.address)
    except CodeGone:
        return code_gone(request, again="account_join")
    # What was known of this browser before is worth nothing from here on.
    request.session.cycle_key()
    member = member_with(code.address)
    if member is None:
        return redirect(with_next(reverse("account_join_name"), request))
    return _let_in(request, member, code)


@require_http_methods(["GET", "POST"])
def join_name(request: HttpRequest) -> HttpResponse:
    """Take the name of somebody whose address is proved, and make them a member."""
    try:
        code = waited_for(request)
        if code.proved_at is None:
            return redirect(with_next(reverse("account_join_code"), request))
        return _take_name(request, code)
    except CodeGone:
        return code_gone(request, again="account_join")


def send_code(request: HttpRequest, address: str, *, user: User | None = None) -> None:
    """Mail a code which only this browser can type.

    :raises TooMany: when too many were asked for.
    """
    now = timezone.now()
    place = address_hash(request, now=now)
    request.session[WAITS_FOR] = str(mail_code(address, place=place, now=now, user=user))


def waited_for(request: HttpRequest, *, user: User | None = None) -> MailedCode:
    """The code that this browser has asked for.

    :raises CodeGone: when there is none.
    """
    asked = request.session.get(WAITS_FOR)
    if not asked:
        raise CodeGone
    return open_code(asked, user=user, now=timezone.now())


def type_code(code: MailedCode, form: CodeForm) -> bool:
    """Whether what was typed is the code; if not, the form says so.

    :raises CodeGone: when there is no attempt left.
    """
    if not form.is_valid():
        return False
    try:
        prove(code, form.cleaned_data["code"], now=timezone.now())
    except WrongCode as wrong:
        if not wrong.attempts_left:
            raise CodeGone from None
        form.refuse(wrong.attempts_left)
        return False
    return True


def code_gone(request: HttpRequest, *, again: str) -> HttpResponse:
    """Says that the code is over, and leads to the page that mails another one."""
    request.session.pop(WAITS_FOR, None)
    values = {"again_url": with_next(reverse(again), request)}
    return TemplateResponse(request, "account/code_gone.html", values, status=410)


def too_many(request: HttpRequest, refusal: TooMany) -> HttpResponse:
    """Says how long to wait before another code is mailed."""
    values = {"minutes": -(-refusal.wait_seconds // 60)}
    response = TemplateResponse(request, "account/too_many_codes.html", values, status=429)
    response.headers["Retry-After"] = str(refusal.wait_seconds)
    return response


def _take_name(request: HttpRequest, code: MailedCode) -> HttpResponse:
    guest = guest_of(request)
    form = NameForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "join_name", form, guest=guest)
    own = guest if form.cleaned_data["is_mine"] else None
    name = form.cleaned_data["display_name"]
    try:
        member = become_member(code, name=name, guest=own, now=timezone.now())
    except NameTaken:
        form.refuse_name()
        return _page(request, "join_name", form, guest=guest)
    except AddressTaken:  # in another tab, a moment ago
        return redirect(with_next(reverse("account_join"), request))
    response = _let_in(request, member, code)
    return forget_guest(response) if own else response


def _let_in(request: HttpRequest, member: User, code: MailedCode) -> HttpResponse:
    MailedCode.objects.filter(pk=code.pk).delete()
    request.session.pop(WAITS_FOR, None)
    return let_in(request, member)


def _page(
    request: HttpRequest, name: str, form: AddressForm | CodeForm | NameForm, **values: object
) -> HttpResponse:
    values |= {"form": form, "next": next_of(request)}
    status = 422 if form.errors else 200
    return TemplateResponse(request, f"account/{name}.html", values, status=status)
