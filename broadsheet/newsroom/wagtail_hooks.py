"""What the newsroom adds to Wagtail's desk."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from broadsheet.newsroom.models import Author, Topic


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name", "description", "in_navigation", "position"]


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    list_display = ["name", "role"]


class NewsroomGroup(SnippetViewSetGroup):
    menu_label = "Topics and authors"
    menu_icon = "group"
    items = (TopicViewSet, AuthorViewSet)


register_snippet(NewsroomGroup)
