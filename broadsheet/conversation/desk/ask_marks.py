"""The mark of a question to the readers in Wagtail's rich text editor.

A mark is an inline style whose name holds the question's id, so that it moves with its
words through every edit; an entity would move or fail where it meets a link.
"""

from typing import Any

from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.contentstate import style_fallback
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import ControlFeature, PluginFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

STYLE_PREFIX = "ASK-"


class AskElementHandler(InlineStyleElementHandler):
    """Reads `<span data-ask="12">` as the inline style `ASK-12`."""

    def __init__(self) -> None:
        super().__init__("")

    def handle_starttag(self, name: str, attrs: Any, state: Any, content: Any) -> None:
        InlineStyleElementHandler(_style(attrs)).handle_starttag(name, attrs, state, content)

    def handle_endtag(self, name: str, state: Any, content: Any) -> None:
        style = state.current_inline_styles[-1].style
        InlineStyleElementHandler(style).handle_endtag(name, state, content)


def ask_style(props: dict[str, Any]) -> Any:
    """Writes the inline style `ASK-12` as `<span data-ask="12">`."""
    style = props["inline_style_range"]["style"]
    passage_id = style.removeprefix(STYLE_PREFIX)
    if style == passage_id or not passage_id.isdecimal():
        return style_fallback(props)
    return DOM.create_element("span", {"data-ask": passage_id}, props["children"])


def register_ask_readers(features: FeatureRegistry) -> None:
    features.register_editor_plugin(
        "draftail",
        "ask-readers",
        ControlFeature({"type": "ask-readers"}, js=["conversation/ask_readers.js"]),
    )
    # An editor's options know one plug-in a feature: what colours the marks is one of its own.
    features.register_editor_plugin(
        "draftail", "ask-readers-style", PluginFeature({"type": "ask-readers-style"})
    )
    features.register_converter_rule(
        "contentstate",
        "ask-readers",
        {
            "from_database_format": {"span[data-ask]": AskElementHandler()},
            "to_database_format": {"style_map": {"FALLBACK": ask_style}},
        },
    )


def words_of_ask_readers() -> SafeString:
    """What the editor's script says, in the language of whoever edits."""
    return json_script(
        {
            "label": _("Ask readers"),
            "ask": _("Ask readers about these words"),
            "edit": _("Change the question about these words"),
            "reword": _("What readers are asked. What you save here stands on the page at once."),
            "save": _("Save the question"),
            "take_off": _("Take the question off these words"),
            "cancel": _("Cancel"),
            "close": _("Close"),
            "save_first": _("Save the story as a draft first; then you can ask about its words."),
            "select_first": _("Select the words that you want to ask about."),
            "overlap": _(
                "There is a question about some of these words already. "
                "Select other words, or take that question off first."
            ),
            "question": _("What do you want to ask readers about “%(words)s”?") % {"words": "#"},
            "not_saved": _(
                "The desk cannot be reached, or you may not change this. Please try again."
            ),
        },
        "ask-readers-words",
    )


def _style(attrs: Any) -> str:
    return STYLE_PREFIX + str(dict(attrs)["data-ask"])
