"""Publishing several pages at once, as the person who confirms it has seen them listed."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.models import Page, Revision

from broadsheet.newsroom.desk.versions import version_of


class SeenForm(PublishBulkAction.form_class):
    """Carries which version of each page was the last when the confirmation was shown."""

    seen = forms.JSONField(widget=forms.HiddenInput, required=False)


class PublishWhatIsSeen(PublishBulkAction):
    """Refuses pages that somebody has saved since the confirmation was shown."""

    template_name = "newsroom/desk/confirm_bulk_publish.html"
    form_class = SeenForm

    def get_initial(self) -> dict[str, Any]:
        objects, _ = self.get_actionable_objects()
        return {**super().get_initial(), "seen": _versions(objects)}

    def prepare_action(
        self, objects: list[Page], objects_without_access: Any
    ) -> HttpResponse | None:
        sent, now = self.cleaned_form.cleaned_data.get("seen"), _versions(objects)
        seen = sent if isinstance(sent, dict) else {}
        changed = [page.title for page in objects if seen.get(str(page.pk)) != now[str(page.pk)]]
        if not changed:
            return None
        words = gettext("Not published. Saved again since you opened this: %s. Look once more.")
        messages.error(self.request, words % ", ".join(changed))
        return redirect(self.request.get_full_path())


def _versions(pages: list[Page]) -> dict[str, str]:
    """The stored version of each page by its id, "" for one without."""
    latest = Revision.objects.filter(pk__in=[page.latest_revision_id for page in pages])
    found = {revision.pk: str(version_of(revision)) for revision in latest.defer("content")}
    return {str(page.pk): found.get(page.latest_revision_id, "") for page in pages}
