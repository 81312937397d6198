"""Who someone is: staff and members sign in; a guest is a reader known by a cookie alone."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody who signs in: the newsroom's staff."""

    class Meta(AbstractUser.Meta):
        permissions = [("moderate_conversation", _("Can moderate the conversation"))]


class Reader(models.Model):
    """One who writes or votes. A guest has no account and is known by a signed cookie."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"Reader {self.pk}"
