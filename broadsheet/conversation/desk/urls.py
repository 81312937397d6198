"""The addresses of the conversation at the desk."""

from django.urls import URLPattern, path

from broadsheet.conversation.desk import acts, pages, rule_pages
from broadsheet.conversation.desk.asking import ask, question

urlpatterns: list[URLPattern] = [
    path("questions/", ask, name="ask_readers"),
    path("questions/<int:passage_id>/", question, name="question"),
    path("conversation/", pages.queue, name="conversation_queue"),
    path("conversation/<int:comment_id>/", pages.comment, name="conversation_comment"),
    path("conversation/judge/", acts.judge, name="conversation_judge"),
    path("conversation/undo/", acts.undo, name="conversation_undo"),
    path("conversation/ban/", acts.ban, name="conversation_ban"),
    path("conversation/bans/", pages.bans, name="conversation_bans"),
    path("conversation/bans/<int:ban_id>/lift/", acts.lift, name="conversation_lift"),
    path("conversation/rules/", rule_pages.site_rules, name="conversation_rules"),
    path(
        "conversation/stories/<int:article_id>/", rule_pages.story_rules, name="conversation_story"
    ),
]
