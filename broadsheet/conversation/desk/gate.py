"""Who is let in: those who may moderate the conversation, and nobody else."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from broadsheet.newsroom.roles import MODERATE_CONVERSATION
from broadsheet.readers.models import User

View = Callable[..., HttpResponse]


def can_moderate(user: Any) -> bool:
    """Whether somebody has the right that roles.py gives to moderators and editors."""
    return isinstance(user, User) and user.has_perm(MODERATE_CONVERSATION)


def moderators_only(view: View) -> View:
    """Turn everybody else away before anything is read or said."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_moderate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def moderator_of(request: HttpRequest) -> User:
    """Who moderates, behind `moderators_only`."""
    return cast("User", request.user)
