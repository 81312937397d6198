"""A reader's own page: what they wrote, in which state it is, and why. Never stored anywhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from broadsheet.conversation.order.good_order import end_mute
from broadsheet.conversation.people.own import own_page
from broadsheet.conversation.views.answers import MAX_FORM_BYTES
from broadsheet.conversation.writing.act_forms import EndMuteForm
from broadsheet.conversation.writing.voice import Voice, voice_of
from broadsheet.delivery.answers import see_other
from broadsheet.delivery.pages import personal_page
from broadsheet.guard.bodies import body_at_most
from broadsheet.guard.origin import same_origin_only
from broadsheet.lib.text import whole_number
from broadsheet.newsroom.render import render_page
from broadsheet.readers.who import reader_of


@require_safe
@personal_page
def own(request: HttpRequest) -> HttpResponse:
    """The reader's own comments, newest first."""
    now = timezone.now()
    voice = voice_of(request, now=now)
    page = own_page(voice.reader, page=whole_number(request.GET.get("page")) or 1, now=now)
    values = {"page": page, "voice": voice, "profile_url": _profile_url(voice)}
    return render_page(request, "site/own_comments.html", values)


@require_POST
@same_origin_only
@body_at_most(MAX_FORM_BYTES)
@personal_page
def mutes(request: HttpRequest) -> HttpResponse:
    """Let a reader read again whom they had muted."""
    form = EndMuteForm(request.POST)
    if not form.is_valid() or not end_mute(form.cleaned_data["mute"], reader=reader_of(request)):
        raise Http404("There is no such mute of yours.")
    return see_other(f"{reverse('own_comments')}#muted")


def _profile_url(voice: Voice) -> str:
    is_member = voice.reader is not None and voice.user is not None and voice.user.is_member
    return reverse("reader", args=[voice.settled().pk]) if is_member else ""
