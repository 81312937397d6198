"""Who may change pictures and documents, beyond what the groups of `roles.py` say.

Whoever adds a file may change it, until readers see it: then it is the editors'. Else a reporter
could publish by putting other content into what an editor has published.
"""

from collections.abc import Callable, Iterable
from typing import Any

from wagtail.documents import get_permission_policy as wagtails_of_documents
from wagtail.images import get_permission_policy as wagtails_of_pictures
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import register_permission_policy

from broadsheet.newsroom.documents.offers import is_offered
from broadsheet.newsroom.models import CreditedImage, StoryDocument
from broadsheet.newsroom.rights.uses import uses_of
from broadsheet.readers.models import User

CHANGING = {"change", "delete"}


def install() -> None:
    """Have Wagtail ask our policies of files; called once, at start."""
    for model, wagtails, is_public in (
        (CreditedImage, wagtails_of_pictures(), _is_shown),
        (StoryDocument, wagtails_of_documents(), is_offered),
    ):
        policy = PublicFilesPolicy(model, wagtails.auth_model, wagtails.owner_field_name)
        policy.is_public = is_public
        # "Exact" is asked first: Wagtail registers its own after us.
        register_permission_policy(model, policy, exact_class=True)


class PublicFilesPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's policy of files, where having added one is not enough to change what is public."""

    is_public: Callable[[int], bool]

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: Any
    ) -> bool:
        asked = set(actions)
        if not super().user_has_any_permission_for_instance(user, asked, instance):
            return False
        if asked - CHANGING or self._check_perm(user, ["change"], collection=instance.collection):
            return True
        return not self.is_public(instance.pk)


def _is_shown(image_id: int) -> bool:
    return bool(uses_of([image_id])[image_id])
