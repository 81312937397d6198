"""The rules of the conversation at the desk: the whole site's, and one story's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from broadsheet.conversation.desk.forms import RulesForm, StoryRulesForm
from broadsheet.conversation.desk.gate import moderators_only
from broadsheet.conversation.desk.pages import desk_page
from broadsheet.conversation.order.access import openness
from broadsheet.conversation.order.rulebook import (
    change_rules,
    change_story_rules,
    rules,
    stored_rules,
)
from broadsheet.conversation.reading.queries import discussion_of
from broadsheet.newsroom.models import Article


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def site_rules(request: HttpRequest) -> HttpResponse:
    """Who may write, what waits, and how much is too much."""
    form = RulesForm(request.POST or None, instance=stored_rules())
    if request.method == "POST" and form.is_valid():
        change_rules(form.save(commit=False))
        messages.success(request, _("The rules are changed; they hold from now on."))
        return redirect("conversation_rules")
    status = 422 if form.errors else 200
    template, title = "conversation/desk/rules.html", _("Rules of the conversation")
    return desk_page(request, template, {"form": form}, title=title, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def story_rules(request: HttpRequest, article_id: int) -> HttpResponse:
    """Who may write under one story, and how long."""
    article = get_object_or_404(Article, pk=article_id)
    discussion = discussion_of(article)
    form = StoryRulesForm(request.POST or None, instance=discussion)
    if request.method == "POST" and form.is_valid():
        change_story_rules(article, **form.cleaned_data)
        messages.success(request, _("Changed; the story’s page says so."))
        return redirect("conversation_story", article.pk)
    found = openness(article, discussion=discussion_of(article), rules=rules(), now=timezone.now())
    context = {"article": article, "discussion": discussion, "form": form, "openness": found}
    status = 422 if form.errors else 200
    title = _("Conversation under this story")
    return desk_page(request, "conversation/desk/story.html", context, title=title, status=status)
