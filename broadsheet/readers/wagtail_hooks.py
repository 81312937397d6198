"""What the readers add to Wagtail's desk: the ways to one's own sign-in, and to that of others."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.admin.widgets import Button

from broadsheet.readers.desk import can_manage, sign_person_out
from broadsheet.readers.models import User

# It would open strangers' files in this process, and keep what cameras write into them. There is
# neither a setting nor a hook to leave it out.
AvatarSettingsPanel.is_active = lambda panel: False


@hooks.register("register_account_menu_item")
def factors_item(request: HttpRequest) -> dict[str, str]:
    return {
        "label": _("Second factor and passkeys"),
        "url": reverse("mfa_index"),
        "help_text": _("What you show when you sign in, and recovery codes."),
    }


@hooks.register("register_account_menu_item")
def devices_item(request: HttpRequest) -> dict[str, str]:
    return {
        "label": _("Signed-in devices"),
        "url": reverse("usersessions_list"),
        "help_text": _("Where you are signed in, and signing out there."),
    }


@hooks.register("register_account_menu_item")
def password_item(request: HttpRequest) -> dict[str, str]:
    return {
        "label": _("Change the password"),
        "url": reverse("account_change_password"),
        "help_text": _("Your other devices are signed out."),
    }


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    return [path("people/<int:pk>/sign-out/", sign_person_out, name="sign_person_out")]


@hooks.register("register_user_listing_buttons")
def sign_out_button(user: User, request_user: User) -> Iterator[Button]:
    if can_manage(request_user, person=user):
        address = reverse("sign_person_out", args=[user.pk])
        yield Button(_("Sign out everywhere"), address, icon_name="logout", priority=40)


@hooks.register("before_create_user")
def let_nobody_make_a_superuser(request: HttpRequest) -> HttpResponse | None:
    return _leave_superusers_alone(request, [])


@hooks.register("before_edit_user")
@hooks.register("before_delete_user")
def leave_some_alone(request: HttpRequest, user: User) -> HttpResponse | None:
    return _leave_members_alone(request, [user]) or _leave_superusers_alone(request, [user])


@hooks.register("before_bulk_action")
def leave_many_alone(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: object
) -> HttpResponse | None:
    people = [one for one in objects if isinstance(one, User)]
    return _leave_members_alone(request, people) or _leave_superusers_alone(request, people)


def _leave_members_alone(request: HttpRequest, people: list[User]) -> HttpResponse | None:
    """A member never becomes staff: a mailed code opens that account."""
    if not any(one.is_member for one in people):
        return None
    words = _("This is a reader’s account. Make another one for somebody of the newsroom.")
    messages.error(request, words)
    return redirect("wagtailusers_users:index")


def _leave_superusers_alone(request: HttpRequest, people: list[User]) -> HttpResponse | None:
    """Whoever may manage people may not become, make or change one who may do everything."""
    if request.user.is_superuser:
        return None
    if "is_superuser" in request.POST or any(one.is_superuser for one in people):
        words = _("Only somebody who may do everything can give that right, or change its holder.")
        messages.error(request, words)
        return redirect("wagtailusers_users:index")
    return None


@hooks.register("register_permissions")
def offered_permissions() -> QuerySet[Permission]:
    """What the form of a group offers besides Wagtail's own."""
    return Permission.objects.filter(
        content_type__app_label="readers", codename="moderate_conversation"
    )
