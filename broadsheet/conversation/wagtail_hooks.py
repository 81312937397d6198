"""Where the conversation's parts of the desk are hung: what each is stands in desk/."""

from django.urls import URLPattern
from wagtail import hooks

from broadsheet.conversation.desk import ask_marks, menu
from broadsheet.conversation.desk.urls import urlpatterns

hooks.register("register_rich_text_features", ask_marks.register_ask_readers)
hooks.register("insert_editor_js", ask_marks.words_of_ask_readers)

hooks.register("register_admin_menu_item", menu.conversation)
hooks.register("register_page_header_buttons", menu.story_button)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    return urlpatterns
