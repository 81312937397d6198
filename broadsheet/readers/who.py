"""Who is asking: a member or somebody of the staff by their session, else a guest by the cookie.

A session is only read, and only where the browser has one. What was written is asked for by the
one who wrote it, so no session is made for readers who only read.
"""

from django.conf import settings
from django.http import HttpRequest

from broadsheet.readers.guests import guest_of
from broadsheet.readers.models import Reader, User


def reader_of(request: HttpRequest) -> Reader | None:
    """The reader who asks, if known; whoever is signed in is nobody else. One query.

    A member always has a reader; staff get theirs with the first thing that they write.
    """
    user = user_of(request)
    if user is None:
        return guest_of(request)
    reader = Reader.objects.filter(user=user).first()
    if reader is not None:
        reader.user = user
    return reader


def reader_or_new_guest(request: HttpRequest) -> Reader:
    """The request's reader, or a new one; call it only for a write that has been accepted."""
    return reader_of(request) or _new_reader(user_of(request))


def user_of(request: HttpRequest) -> User | None:
    """Who is signed in. Without a cookie of a session nobody is, and no session is looked for."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    return request.user


def _new_reader(user: User | None) -> Reader:
    """Staff begin anew: what a guest wrote in their browser never gets the badge of the staff."""
    if user is None:
        return Reader.objects.create()
    # Two requests at once of one who has none yet: the second finds the first's.
    return Reader.objects.get_or_create(user=user)[0]
