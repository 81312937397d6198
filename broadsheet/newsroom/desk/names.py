"""Topics and authors at the desk."""

from django.utils.translation import gettext_lazy as _
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
    menu_label = _("Topics, authors")  # longer words are cut off
    menu_icon = "group"
    menu_name = "topics-and-authors"
    items = (TopicViewSet, AuthorViewSet)
