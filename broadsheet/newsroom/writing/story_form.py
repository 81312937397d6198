"""The desk's form of a story: what a story needs to go public is said before it is tried."""

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm


class StoryForm(WagtailAdminPageForm):
    """Looks at the pictures' rights whenever a story is published, scheduled or submitted.

    A draft is saved without: Wagtail calls its validation deferred.
    """

    def _post_clean(self) -> None:
        super()._post_clean()  # fills the story that is looked at
        if self.is_deferred_validation or self._is_sent_back():
            return
        from broadsheet.newsroom.rights.publication import objections  # it imports the models

        for objection in objections(self.instance, now=timezone.now()):
            self.add_error(objection.field, objection.sentence)

    def _is_sent_back(self) -> bool:
        """Whether a reviewer returns the story to its writer; its pictures may be why."""
        return self.data.get("workflow-action-name") == "reject"
