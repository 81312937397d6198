"""What we add to the desk's editor of texts: footnotes, and links to earlier stories."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    KEEP_WHITESPACE,
    InlineEntityElementHandler,
)
from wagtail.admin.rich_text.editors.draftail.features import (
    ControlFeature,
    EntityFeature,
    PluginFeature,
)
from wagtail.rich_text.feature_registry import FeatureRegistry

from broadsheet.newsroom.body.footnotes import NOTE_MAX_LENGTH

FOOTNOTE_MARK = "*"  # what stands for a note in the editor's text; readers see its number


class FootnoteElementHandler(InlineEntityElementHandler):
    """Reads a stored note as a mark of one character, which is deleted and moved as a whole."""

    mutability = "IMMUTABLE"

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        return {"note": attrs.get("note", "")}

    def handle_starttag(self, name: str, attrs: Any, state: Any, content: Any) -> None:
        super().handle_starttag(name, attrs, state, content)
        state.current_block.text += FOOTNOTE_MARK
        state.leading_whitespace = KEEP_WHITESPACE


def footnote_entity(props: dict[str, Any]) -> Any:
    """Writes a note; see body/footnotes.py."""
    return DOM.create_element("embed", {"embedtype": "footnote", "note": props.get("note") or ""})


def register_footnotes(features: FeatureRegistry) -> None:
    """Footnotes: a button, a key, and how a note is stored and read back."""
    data = {
        "type": "FOOTNOTE",
        "label": "†",
        "description": _("Footnote (or type ^[)"),
        "attributes": ["note"],
    }
    plugin = EntityFeature(data, js=["newsroom/footnote.js"], css={"all": ["newsroom/editor.css"]})
    features.register_editor_plugin("draftail", "footnote", plugin)
    # What listens to keys is a plug-in of its own: an editor's options know one a feature.
    features.register_editor_plugin(
        "draftail", "footnote-keys", PluginFeature({"type": "footnote-keys"})
    )
    features.register_converter_rule(
        "contentstate",
        "footnote",
        {
            "from_database_format": {
                'embed[embedtype="footnote"]': FootnoteElementHandler("FOOTNOTE")
            },
            "to_database_format": {"entity_decorators": {"FOOTNOTE": footnote_entity}},
        },
    )


def register_earlier_stories(features: FeatureRegistry) -> None:
    """A button and a key that find an earlier story to link to."""
    css = {"all": ["newsroom/editor.css"]}
    features.register_editor_plugin(
        "draftail",
        "earlier-story",
        ControlFeature({"type": "earlier-story"}, js=["newsroom/earlier_story.js"], css=css),
    )
    features.register_editor_plugin(
        "draftail", "earlier-story-keys", PluginFeature({"type": "earlier-story-keys"})
    )


def words_of_writing() -> dict[str, dict[str, Any]]:
    """What the editor's scripts say, in the language of whoever edits, and where they ask."""
    footnote = {
        "label": str(_("The words of the footnote. Web addresses become links.")),
        "save": str(_("Save the footnote")),
        "cancel": str(_("Cancel")),
        "maxLength": NOTE_MAX_LENGTH,
    }
    earlier = {
        "address": str(reverse_lazy("earlier_stories")),
        "button": str(_("Link to an earlier story (or type [[)")),
        "label": str(_("Words of its headline or standfirst")),
        "heading": str(_("Link to an earlier story")),
        "nothing": str(_("No story has these words.")),
        "failed": str(_("The list could not be loaded. Please try again.")),
        "cancel": str(_("Cancel")),
    }
    return {"footnote": footnote, "earlier": earlier}
