"""Which documents readers can download: asked of the stories themselves."""

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from broadsheet.newsroom.body import document_ids_in
from broadsheet.newsroom.models import Article


def is_offered(document_id: int) -> bool:
    """Whether a live story offers the document; drafts do not count. One query."""
    name = f'"document": {document_id}'
    named = Q(as_text__contains=name + ",") | Q(as_text__contains=name + "}")
    stories = Article.objects.annotate(as_text=Cast("body", TextField()))
    # Found as text, which is a superset.
    found = stories.filter(named, live=True).only("body")
    return any(document_id in document_ids_in(story) for story in found)
