"""What editors ask of the conversation at the desk."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from broadsheet.conversation.forms import PlainLine
from broadsheet.conversation.prompts import ask_readers
from broadsheet.newsroom.models import Article


class QuestionForm(forms.Form):
    """A question about some words of a story."""

    article = forms.ModelChoiceField(
        Article.objects.all(), error_messages={"invalid_choice": "This story is not here any more."}
    )
    question = PlainLine(max_length=300)
    words = PlainLine(max_length=1000)


@require_POST
def ask(request: HttpRequest) -> JsonResponse:
    """Store a question for the mark that the editor is about to set; answers with its id."""
    form = QuestionForm(request.POST)
    if not form.is_valid():
        reasons = [str(error) for errors in form.errors.values() for error in errors]
        return JsonResponse({"reason": " ".join(reasons)}, status=422)
    article = form.cleaned_data["article"]
    if not article.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    prompt = ask_readers(
        article,
        question=form.cleaned_data["question"],
        words=form.cleaned_data["words"],
        now=timezone.now(),
    )
    return JsonResponse({"id": prompt.pk}, status=201)
