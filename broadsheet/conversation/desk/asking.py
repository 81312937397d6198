"""Asking readers about words of a story, from the editor's form."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from broadsheet.conversation.inline.passages import ask_otherwise, ask_readers
from broadsheet.conversation.models import PASSAGE_WORDS_MAX_LENGTH, Passage
from broadsheet.lib.text import whole_number
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.typed import PlainLine


class RewordForm(forms.Form):
    """What is asked."""

    question = PlainLine(max_length=300)


class QuestionForm(RewordForm):
    """A question about some words of a story."""

    words = PlainLine(max_length=PASSAGE_WORDS_MAX_LENGTH)


@require_POST
def ask(request: HttpRequest) -> JsonResponse:
    """Store a question for the mark that the editor is about to set; answers with its id."""
    article = _editable_article(request)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _refused(form)
    passage = ask_readers(article, now=timezone.now(), **form.cleaned_data)
    return JsonResponse({"id": passage.pk}, status=201)


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, passage_id: int) -> JsonResponse:
    """GET: what is asked. POST: ask it in other words; its mark and its answers stay."""
    passage = _editable_question(request, passage_id)
    if request.method == "GET":
        return JsonResponse({"question": passage.question})
    form = RewordForm(request.POST)
    if not form.is_valid():
        return _refused(form)
    ask_otherwise(passage, **form.cleaned_data)
    return JsonResponse({"question": passage.question})


def _refused(form: forms.Form) -> JsonResponse:
    reasons = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"reason": " ".join(reasons)}, status=422)


def _editable_question(request: HttpRequest, passage_id: int) -> Passage:
    """A question of a story that the sender may edit; else nothing is said of it."""
    asked = Passage.objects.exclude(question="").select_related("article")
    passage = asked.filter(pk=passage_id).first()
    if passage is None or not passage.article.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return passage


def _editable_article(request: HttpRequest) -> Article:
    """The posted story; whether there is one that its sender may not edit stays unsaid."""
    article_id = whole_number(request.POST.get("article"))
    article = Article.objects.filter(pk=article_id).first()
    if article is None or not article.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return article
