"""A member's own page: what is seen of them, their address, and taking or erasing all of it.

Guests have a part of it: what they wrote in this browser is theirs to take or to erase.
"""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from broadsheet.guard.buckets import TooMany
from broadsheet.lib.slots import Question, fill
from broadsheet.readers.belongings import belongings_of
from broadsheet.readers.guests import forget_guest
from broadsheet.readers.members.again import shown_lately
from broadsheet.readers.members.codes import CodeGone
from broadsheet.readers.members.doors import with_next
from broadsheet.readers.members.erasing import StaffStay, erase
from broadsheet.readers.members.forms import AddressForm, CodeForm, ProfileForm
from broadsheet.readers.members.joining import AddressTaken, change_address, change_profile
from broadsheet.readers.members.views import (
    WAITS_FOR,
    code_gone,
    send_code,
    too_many,
    type_code,
    waited_for,
)
from broadsheet.readers.models import MailedCode, Reader, User
from broadsheet.readers.names import NameTaken
from broadsheet.readers.who import reader_of, user_of


@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """A member's name and words about themselves; a POST changes both. Guests see their part."""
    reader = reader_of(request)
    member = _member(request)
    if member is None or reader is None:
        return _home_of_others(request, reader)
    said = {"display_name": reader.display_name, "about": reader.about}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            name, about = form.cleaned_data["display_name"], form.cleaned_data["about"]
            change_profile(reader, name=name, about=about)
        except NameTaken:
            form.refuse_name()
        else:
            messages.success(request, _("Changed."))
            return redirect("account_home")
    return _page(request, "home", form=form, email=member.email, more=_more(reader))


@require_http_methods(["GET", "POST"])
@shown_lately
def address(request: HttpRequest) -> HttpResponse:
    """Ask a member for another address, and mail a code to it."""
    member = _member(request)
    if member is None:
        return _lead_to_the_door(request)
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "address", form=form, email=member.email)
    try:
        send_code(request, form.cleaned_data["email"], user=member)
    except TooMany as refusal:
        return too_many(request, refusal)
    return redirect("account_address_code")


@require_http_methods(["GET", "POST"])
def address_code(request: HttpRequest) -> HttpResponse:
    """Take the code from the new address, which is the member's from then on."""
    member = _member(request)
    if member is None:
        return _lead_to_the_door(request)
    try:
        code = waited_for(request, user=member)
        form = CodeForm(request.POST or None)
        if request.method != "POST" or not type_code(code, form):
            return _page(request, "address_code", form=form, address=code.address)
        return _change_address(request, member, code)
    except CodeGone:
        return code_gone(request, again="account_address")


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Everything that is the reader's own, as one file."""
    reader = reader_of(request)
    if reader is None:
        return _lead_to_the_door(request)
    written = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(belongings_of(reader), json_dumps_params=written)
    response.headers["Content-Disposition"] = 'attachment; filename="everything.json"'
    return response


@require_http_methods(["GET", "POST"])
def erase_everything(request: HttpRequest) -> HttpResponse:
    """Say what will be erased, and do so when it is sent."""
    reader = reader_of(request)
    if reader is None:
        return _lead_to_the_door(request)
    if request.method != "POST":
        return _page(request, "erase", reader=reader)
    try:
        erase(reader)
    except StaffStay:
        return _page(request, "erase", status=409, reader=reader)
    logout(request)
    return forget_guest(redirect("account_erased"))


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Says that it is done."""
    return _page(request, "erased")


def _member(request: HttpRequest) -> User | None:
    user = user_of(request)
    return user if user is not None and user.is_member else None


def _home_of_others(request: HttpRequest, reader: Reader | None) -> HttpResponse:
    """Guests and staff take what they wrote; whoever is unknown here is led to the door."""
    if reader is None and user_of(request) is None:
        return _lead_to_the_door(request)
    return _page(request, "home_of_others", reader=reader, more=_more(reader) if reader else ())


def _lead_to_the_door(request: HttpRequest) -> HttpResponse:
    return redirect(with_next(reverse("account_join"), request))


def _more(reader: Reader) -> object:
    """Ways to pages of the floors above: (address, words) each."""
    return fill("account", Question(newsroom=None, subject=reader)).values.get("ways", ())


def _change_address(request: HttpRequest, member: User, code: MailedCode) -> HttpResponse:
    request.session.pop(WAITS_FOR, None)
    try:
        change_address(member, proof=code, now=timezone.now())
    except AddressTaken:
        messages.error(request, _("This address has an account of its own. Yours stays as it was."))
    else:
        messages.success(request, _("From now on this is your address."))
    return redirect("account_home")


def _page(request: HttpRequest, name: str, *, status: int = 0, **values: object) -> HttpResponse:
    form = values.get("form")
    status = status or (422 if getattr(form, "errors", None) else 200)
    return TemplateResponse(request, f"account/{name}.html", values, status=status)
