"""Who someone is: staff and members sign in; a guest is a reader known by a cookie alone."""

import uuid

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

ABOUT_LENGTH = 500
NAME_LENGTH = 60


class User(AbstractUser):
    """Somebody who signs in: the newsroom's staff, or a member, who never opens the desk."""

    is_member = models.BooleanField(_("member"), default=False, editable=False)

    class Meta(AbstractUser.Meta):
        permissions = [("moderate_conversation", _("Can moderate the conversation"))]
        constraints = [
            models.CheckConstraint(
                name="members_have_neither_password_nor_power",
                condition=Q(is_member=False)
                | Q(is_superuser=False, password__startswith=UNUSABLE_PASSWORD_PREFIX),
            ),
            # Kept in small letters. Staff's addresses are typed by administrators, and unproved.
            models.UniqueConstraint(
                name="one_member_an_address", fields=["email"], condition=Q(is_member=True)
            ),
        ]
        # The staff's names are asked for with every comment of a guest; members are many.
        indexes = [models.Index(name="staff", fields=["id"], condition=Q(is_member=False))]


class Reader(models.Model):
    """One who writes or votes. A guest has no account and is known by a signed cookie."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    created_at = models.DateTimeField(auto_now_add=True)
    display_name = models.CharField(_("display name"), max_length=NAME_LENGTH, blank=True)
    # The folded name of `readers.name_keys`, so that nobody has another's under other letters.
    name_key = models.CharField(max_length=120, null=True, unique=True, editable=False)
    about = models.CharField(_("about you"), max_length=ABOUT_LENGTH, blank=True)
    joined_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return f"Reader {self.pk}"


class MailedCode(models.Model):
    """A code on its way to an address; one an address. Rows are deleted when their time is over.

    The browser that asked for it holds the row's id in its session, and nothing else: an address
    that nobody has proved stands here alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.EmailField(unique=True)
    # A member's who wants this address from now on; without one, somebody who wants to come in.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE)
    code_digest = models.CharField(max_length=64, blank=True)  # "" where no code opens anything
    attempts_left = models.PositiveSmallIntegerField()
    proved_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"Code {self.pk}"
