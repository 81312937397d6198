"""Who is let in: whoever may see donors, manage the funding or change campaigns, each to theirs."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from broadsheet.funding.desk.amounts import house_form
from broadsheet.newsroom.roles import CHANGE_CAMPAIGNS, MANAGE_FUNDING, SEE_DONORS
from broadsheet.readers.models import User

View = Callable[..., HttpResponseBase]
May = Callable[[Any], bool]


def may_see_donors(user: Any) -> bool:
    """Whether somebody may know who gave what: names, addresses, messages, gifts one by one."""
    return _has(user, SEE_DONORS)


def may_manage(user: Any) -> bool:
    """Whether somebody may refund and enter gifts, place lines, export and change the rules."""
    return _has(user, MANAGE_FUNDING)


def may_change_campaigns(user: Any) -> bool:
    return _has(user, CHANGE_CAMPAIGNS) or may_manage(user)


def may_enter(user: Any) -> bool:
    """Whether any of the funding's pages is somebody's to see."""
    return may_change_campaigns(user) or may_see_donors(user)


def only(*rights: May) -> Callable[[View], View]:
    """Turn whoever lacks one of the rights away before anything is read or said.

    Whoever has them finds amounts written in the house form.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not all(may(request.user) for may in rights):
                raise PermissionDenied
            with house_form():
                return view(request, *args, **kwargs)

        return guarded

    return guard


def user_of(request: HttpRequest) -> User:
    """Who acts, behind `only`."""
    return cast("User", request.user)


def _has(user: Any, permission: str) -> bool:
    return isinstance(user, User) and user.has_perm(permission)
