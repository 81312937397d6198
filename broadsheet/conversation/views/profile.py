"""A member's profile, the same for everybody."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from broadsheet.conversation.people.profile import member_known_as, profile_of
from broadsheet.delivery.pages import public_page
from broadsheet.lib.text import whole_number
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.render import render_page


@public_page
def profile(request: HttpRequest, reader_id: UUID) -> HttpResponse:
    """Who a member is, and what they have published."""
    member = member_known_as(reader_id)
    if member is None:
        raise Http404("There is no such member.")
    page = whole_number(request.GET.get("page")) or 1
    found = profile_of(member, page=page, newsroom=this_newsroom())
    return render_page(request, "site/profile.html", {"profile": found}, keys=found.keys)
