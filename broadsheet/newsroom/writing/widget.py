"""The editor's field, whose text is cleaned on its way in."""

from typing import Any

from django.core.exceptions import BadRequest
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from broadsheet.newsroom.writing.contentstate import UnreadableText, tidy_contentstate


class CarefulConverter(ContentstateConverter):
    """Wagtail's converter, which would fail over what no editor sends, behind our cleaning."""

    def to_database_format(self, contentstate_json: str) -> str:
        state = tidy_contentstate(
            contentstate_json,
            block_types=set(self.exporter.block_options) - {"fallback"},
            entity_types=set(self.exporter.entity_options) - {"FALLBACK"},
        )
        html: str = self.exporter.render(state)
        return html


class StoryTextArea(DraftailRichTextArea):
    """Every rich text of the desk is edited in it; named in the settings."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.converter = CarefulConverter(self.features)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        try:
            return super().value_from_datadict(data, files, name)
        except UnreadableText as unreadable:
            raise BadRequest(f"The text {name} is unreadable: {unreadable}") from None
