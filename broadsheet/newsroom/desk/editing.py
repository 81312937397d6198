"""The form of a page: refuses to save over what somebody else has saved meanwhile.

Nothing is lost: the form comes back with what was typed, beside it a comparison with what is
stored, and a button that overwrites knowingly; what is stored then stays in the history.
"""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Revision

from broadsheet.newsroom.desk.comparison import Difference, differences
from broadsheet.newsroom.desk.versions import (
    KEEP_MINE,
    LOADED,
    OWN,
    is_stale,
    latest_revision,
    version_of,
)
from broadsheet.newsroom.models import Article, StuckPage


class RefusesStaleSaves(EditView):
    """For the form of a page: no save, by any of its buttons, over a version it does not know."""

    newer: Revision | None = None  # the stored version, where the posted one is stale

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stuck = StuckPage.objects.filter(page_id=self.page.pk).first()
        if stuck is not None:
            words = gettext("The set time has come, but this could not go out. %s")
            messages.error(request, words % stuck.reason)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.page.alias_of_id or self.locked_for_user:
            return super().post(request, *args, **kwargs)  # which refuses for these reasons
        if newer := self._newer():
            return self._refuse(newer)
        if KEEP_MINE in request.POST:
            # As a revision of its own, so that the one it is kept over stays.
            posted = request.POST.copy()
            posted.pop(OWN, None)
            request.POST = posted  # type: ignore[assignment]
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        # Asked again with the page locked: of two who save at once, the second is refused.
        with transaction.atomic():
            newer = self._newer(lock=True)
            if newer is None:
                return super().form_valid(form)
        return self._refuse(newer)

    def _newer(self, *, lock: bool = False) -> Revision | None:
        """The stored version, where the form was made from another."""
        stored = latest_revision(self.page.pk, lock=lock)
        if stored is None or not is_stale(self.request.POST, stored=version_of(stored)):
            return None
        return stored

    def _refuse(self, newer: Revision) -> HttpResponse:
        if self.expects_json_response:
            words = gettext("This has been saved elsewhere meanwhile.")
            return self.json_error_response("invalid_revision", words)
        self.form = self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )
        self.form.defer_required_fields()
        self.newer, self.differing = newer, self._compare(newer)
        self.form.restore_required_fields()
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data(), status=409)

    def _compare(self, newer: Revision) -> list[Difference] | None:
        """What is stored against what was typed; None where that has mistakes yet."""
        if not self.form.is_valid():
            return None
        stored = newer.as_object()
        typed = self.form.save(commit=False)
        panel = self.edit_handler.get_bound_panel(
            instance=typed, request=self.request, form=self.form
        )
        return differences(panel, stored=stored, typed=typed)

    def redirect_away(self) -> HttpResponse:
        if self.next_url or not issubclass(self.page_class, Article):
            return super().redirect_away()
        return redirect("stories:index")

    def get_template_names(self) -> list[str]:
        return ["newsroom/desk/stale.html"] if self.newer else super().get_template_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.newer is not None:
            context |= {
                # No script saves this by itself, and no button but "keep mine" does.
                "autosave_enabled": False,
                "loaded_revision_created_at": "",
                "newer": self.newer,
                "newer_version": str(version_of(self.newer)),
                "newer_is_own": self.newer.user_id == self.request.user.pk,
                "differences": self.differing,
                "compare_url": self._compare_url(self.newer),
            }
        return context

    def _compare_url(self, newer: Revision) -> str | None:
        """What changed between the version that the form was made from and the stored one."""
        loaded = self.request.POST.get(LOADED, "")
        revisions = self.real_page_record.revisions.exclude(pk=newer.pk)
        if not loaded.isdecimal() or not revisions.filter(pk=loaded).exists():
            return None
        names = (self.page.pk, int(loaded), newer.pk)
        return reverse("wagtailadmin_pages:revisions_compare", args=names)


class RefusesStaleReverts(RefusesStaleSaves, RevisionsRevertView):
    """The same, for the form that goes back to an older version."""


class ReviewInTheForm(WorkflowActionView):
    """Approving without having opened what is approved is refused, with the way to it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        messages.warning(
            request, gettext("Open it to review it, so that you see what you decide on.")
        )
        url = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": url})
        return redirect(url)
