"""Sending documents: under a public story that offers them, else to the desk alone."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.permissions import policy_registry

from broadsheet.delivery.keys import article_key
from broadsheet.delivery.pages import KEYS_HEADER
from broadsheet.guard.headers import as_download
from broadsheet.newsroom.body import document_ids_in
from broadsheet.newsroom.cards import public_articles
from broadsheet.newsroom.models import StoryDocument
from broadsheet.readers.models import User
from broadsheet.readers.sign_in.factors import has_second_factor, has_shown_second_factor


@require_safe
def story_document(
    request: HttpRequest, slug: str, document_id: int, name: str = ""
) -> FileResponse:
    """A document that a public story offers; the desk sees a draft's, and nobody else.

    The name is for people: whatever it says, the document is sent under its own.
    """
    story = public_articles().filter(slug=slug).first()
    if story is None or document_id not in document_ids_in(story):
        return desk_document(request, document_id)
    response = _download(document_id)
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers[KEYS_HEADER] = article_key(story.pk)
    return response


@require_safe
def desk_document(request: HttpRequest, document_id: int, name: str = "") -> FileResponse:
    """Any document, for whoever works with documents at the desk."""
    if not _is_of_the_desk(request):
        raise Http404("No such document.")
    response = _download(document_id)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _is_of_the_desk(request: HttpRequest) -> bool:
    """As the desk asks: signed in, with a second factor shown, allowed there and with documents."""
    user = request.user
    return (
        isinstance(user, User)
        and user.is_active
        and user.has_perm("wagtailadmin.access_admin")
        and policy_registry.get_by_type(StoryDocument).user_has_permission(user, "choose")
        and has_second_factor(user)
        and has_shown_second_factor(request)
    )


def _download(document_id: int) -> FileResponse:
    document = get_object_or_404(StoryDocument, pk=document_id)
    try:
        content = document.file.open("rb")
    except OSError:
        raise Http404("No such file.") from None
    response = FileResponse(content, as_attachment=True, filename=document.filename)
    response.headers["Content-Type"] = document.content_type
    as_download(response)
    return response
