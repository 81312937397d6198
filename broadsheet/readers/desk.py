"""What administrators do at the desk with the sign-in of others: end their sessions."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from broadsheet.readers.models import User
from broadsheet.readers.sign_in.factors import end_sessions


def can_manage(user: User, *, person: User) -> bool:
    """Whether `user` looks after people, and after this one; superusers do so for each other."""
    return user.is_superuser or (user.has_perm("readers.change_user") and not person.is_superuser)


def sign_person_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then sign somebody out wherever they are signed in.

    :raises PermissionDenied: for who does not look after people.
    """
    person = get_object_or_404(get_user_model(), pk=pk)
    if not can_manage(request.user, person=person):  # type: ignore[arg-type]
        raise PermissionDenied
    if request.method != "POST":
        return TemplateResponse(request, "readers/desk/sign_person_out.html", {"person": person})
    ended = end_sessions(person, but=request.session.session_key)
    words = ngettext("%d device was signed out.", "%d devices were signed out.", ended) % ended
    messages.success(request, words if ended else _("There was nothing to sign out."))
    return redirect("wagtailusers_users:index")
