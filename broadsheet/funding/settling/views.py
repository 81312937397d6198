"""Where providers send their events."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from broadsheet.funding.providers.contract import BadEvent
from broadsheet.funding.providers.registry import UnknownProvider, provider
from broadsheet.funding.settling.incoming import take_in_event


@csrf_exempt  # it carries no cookie that could be misused: the event's own signature is checked
@require_POST
def events(request: HttpRequest, name: str) -> HttpResponse:
    """Take in one event; anything but a 2xx makes the provider send it again."""
    try:
        sender = provider(name)
    except UnknownProvider:
        raise Http404 from None
    try:
        take_in_event(sender, body=request.body, headers=dict(request.headers), now=timezone.now())
    except BadEvent:
        return HttpResponse("This event is not believed.\n", status=400, content_type="text/plain")
    return HttpResponse(status=204)
