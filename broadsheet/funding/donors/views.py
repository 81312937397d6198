"""The pages of donors, by the links in their letters. A GET changes nothing."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from broadsheet.delivery.answers import see_other
from broadsheet.funding.donors.acts import BadChange, act_on, end_now
from broadsheet.funding.donors.asking import ask_for_link
from broadsheet.funding.donors.erasing import still_gives
from broadsheet.funding.donors.forms import Act, ActForm, AskForm
from broadsheet.funding.donors.links import donor_behind, regular_behind, sealed
from broadsheet.funding.donors.theirs import known_of, regular_of, theirs
from broadsheet.funding.models import Donor, Gift, GiftState, Receipt
from broadsheet.funding.receipts.pdf import receipt_pdf
from broadsheet.funding.receipts.wording import receipts, word
from broadsheet.guard.addresses import address_hash
from broadsheet.guard.bodies import body_at_most
from broadsheet.guard.buckets import TooMany
from broadsheet.guard.headers import as_download
from broadsheet.guard.origin import same_origin_only
from broadsheet.newsroom.by_letter.pages import by_letter
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.render import render_page

MAX_BYTES = 16 * 1024

_safe_or_post = require_http_methods(["GET", "HEAD", "POST"])
_by_letter = by_letter("funding/link_gone.html")


@_safe_or_post
@same_origin_only
@body_at_most(MAX_BYTES)
@_by_letter
def yours(request: HttpRequest, token: str) -> HttpResponse:
    """All of a donor's, and what can be changed of it."""
    donor = donor_behind(token)
    if request.method != "POST":
        return _page(request, donor)
    form = ActForm(request.POST)
    if not form.is_valid():
        return _page(request, donor, why=BadChange(), status=422)
    act = Act(form.cleaned_data["act"])
    try:
        act_on(donor, act, said=request.POST, regular_id=form.cleaned_data["regular"])
    except BadChange as why:
        return _page(request, donor, why=why, status=why.status)
    if act is Act.ERASE_ALL:
        return render_page(request, "funding/donor_erased.html", {})
    return see_other(f"{request.path}?done={act}")


@require_safe
@_by_letter
def everything(request: HttpRequest, token: str) -> HttpResponse:
    """All that is kept of a donor, as one file."""
    written = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(known_of(donor_behind(token)), json_dumps_params=written)
    response.headers["Content-Disposition"] = 'attachment; filename="your-gifts.json"'
    return response


@require_safe
@_by_letter
def receipt_of_donor(request: HttpRequest, token: str, receipt_id: int) -> HttpResponse:
    """One of a donor's receipts as PDF; of anybody else's there is none here."""
    donor = donor_behind(token)
    return _download(get_object_or_404(receipts(), pk=receipt_id, gift__donor=donor))


@require_safe
@_by_letter
def receipt_of_thanks(request: HttpRequest, token: UUID) -> HttpResponse:
    """The receipt of the gift whose page of thanks this is; a page that says so before there is."""
    gift = get_object_or_404(Gift, token=token, state=GiftState.SETTLED)
    receipt = receipts().filter(gift=gift).first()
    if receipt is None:
        return render_page(request, "funding/receipt_soon.html", {"gift": gift}, status=404)
    return _download(receipt)


@_safe_or_post
@same_origin_only
@body_at_most(MAX_BYTES)
@_by_letter
def end_regular(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST ends one regular gift."""
    regular = regular_behind(token)
    if request.method == "POST":
        end_now(regular)
        return see_other(request.path)
    donor = regular.donor
    values = {
        "regular": regular_of(regular, newsroom=this_newsroom()),
        "yours_token": sealed(donor) if donor and donor.address else "",
    }
    return render_page(request, "funding/end_regular.html", values)


@_safe_or_post
@same_origin_only
@body_at_most(MAX_BYTES)
@_by_letter
def new_link(request: HttpRequest) -> HttpResponse:
    """Ask for the link once more; the answer is the same for every address."""
    form = AskForm(request.POST or None)
    values: dict[str, Any] = {"form": form, "is_sent": "sent" in request.GET}
    if request.method != "POST":
        return render_page(request, "funding/new_link.html", values)
    if not form.is_valid():
        return render_page(request, "funding/new_link.html", values, status=422)
    now = timezone.now()
    sender = address_hash(request, now=now)
    try:
        ask_for_link(form.cleaned_data["email"], sender=sender, now=now)
    except TooMany as error:
        values["is_too_often"] = True
        response = render_page(request, "funding/new_link.html", values, status=429)
        response.headers["Retry-After"] = str(error.wait_seconds)
        return response
    return see_other(f"{request.path}?sent")


def _page(
    request: HttpRequest, donor: Donor, *, why: BadChange | None = None, status: int = 200
) -> HttpResponse:
    newsroom = this_newsroom()
    values = {
        "theirs": theirs(donor, newsroom=newsroom, still_gives=still_gives(donor)),
        "token": sealed(donor),
        "why": why,
        "typed": request.POST.get("amount", ""),
        "done": "" if why else request.GET.get("done", ""),
    }
    return render_page(request, "funding/yours.html", values, status=status)


def _download(receipt: Receipt) -> HttpResponse:
    wording = word(receipt, newsroom=this_newsroom())
    response = HttpResponse(receipt_pdf(wording), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{wording.file_name}"'
    as_download(response)
    return response
