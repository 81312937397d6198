"""The rehearsal's own checkout page, where a donor decides how it ends."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from broadsheet.delivery.answers import see_other
from broadsheet.delivery.pages import personal_page
from broadsheet.funding.providers.rehearsal.errors import ApiError
from broadsheet.funding.providers.rehearsal.pages import Paying, act, choices, find_paying
from broadsheet.funding.providers.rehearsal.place import site_world, why_not_here
from broadsheet.guard.bodies import body_at_most
from broadsheet.guard.origin import same_origin_only
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.render import render_page

MOST_BYTES = 1024


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_only
@body_at_most(MOST_BYTES)
@personal_page
def checkout(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what is to be paid; with POST, pay it or not, as was chosen."""
    paying = _paying(reference)
    if request.method != "POST":
        return _page(request, paying)
    try:
        refusal = act(site_world(), paying, request.POST.get("choice", ""))
    except ApiError:
        refusal = _("This was paid or has expired in the meantime.")
    paying = _paying(reference)
    if refusal:
        return _page(request, paying, refusal=refusal, chosen=request.POST.get("choice", ""))
    return see_other(paying.done_url or request.path)


def _paying(reference: str) -> Paying:
    if why_not_here():
        raise Http404("There is no rehearsal on this site.")
    paying = find_paying(site_world(), reference)
    if paying is None:
        raise Http404("There is no such checkout.")
    return paying


def _page(
    request: HttpRequest, paying: Paying, *, refusal: str = "", chosen: str = ""
) -> HttpResponse:
    values = {
        "paying": paying,
        "amount": this_newsroom().write_amount(paying.charged),
        "choices": choices(paying),
        "refusal": refusal,
        "chosen": chosen,
    }
    status = 422 if refusal and paying.is_open else 200
    return render_page(request, "funding/rehearsal_checkout.html", values, status=status)
