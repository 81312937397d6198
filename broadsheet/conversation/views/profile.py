"""A member's profile, the same for everybody."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from broadsheet.conversation.people.profile import member_known_as, profile_of
from broadsheet.delivery.pages import public_page
from broadsheet.delivery.params import page_in, page_number
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.render import render_page


@public_page(params=page_number)
def profile(request: HttpRequest, reader_id: UUID) -> HttpResponse:
    """Who a member is, and what they have published."""
    member = member_known_as(reader_id)
    if member is None:
        raise Http404("There is no such member.")
    page = page_in(request.GET)
    found = profile_of(member, page=page, newsroom=this_newsroom())
    if page > 1 and not found.comments:
        raise Http404("There is no such page.")
    return render_page(request, "site/profile.html", {"profile": found}, keys=found.keys)
