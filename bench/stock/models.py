"""A story and its comments, as a good Django developer would write them in an afternoon."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.fields import RichTextField
from wagtail.models import Page


class StoryPage(Page):
    standfirst = models.TextField(blank=True)
    body = RichTextField()

    template = "stock/story_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        comments = list(self.comments.order_by("created_at", "id"))
        by_parent: dict[int | None, list[Comment]] = {}
        for comment in comments:
            by_parent.setdefault(comment.parent_id, []).append(comment)
        for comment in comments:
            comment.answers = by_parent.get(comment.pk, [])
        context["comment_count"] = len(comments)
        context["roots"] = by_parent.get(None, [])[::-1]
        return context


class Comment(models.Model):
    page = models.ForeignKey(StoryPage, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    name = models.CharField(max_length=200)
    text = models.TextField()
    created_at = models.DateTimeField()
    up_count = models.PositiveIntegerField(default=0)
    down_count = models.PositiveIntegerField(default=0)

    answers: "list[Comment]"

    def __str__(self) -> str:
        return self.name
