"""Views of a conversation: what of a story's query it reads, each view in one form."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from broadsheet.conversation.reading.ranking import Sort, sort_from
from broadsheet.lib.text import whole_number


def conversation_params(query: Mapping[str, str]) -> Mapping[str, str]:
    """What of a story's query the conversation reads, each view in one form."""
    return View.from_query(query).query


@dataclass(frozen=True)
class View:
    """What of a conversation is asked for: the declared query parameters of a story's page."""

    sort: Sort = Sort.NEWEST
    inline_only: bool = False
    page: int = 1
    thread: int | None = None
    passage: int | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "View":
        """Read the parameters; what cannot be read, or goes without saying, counts as absent."""
        page = whole_number(query.get("page")) or 1
        if thread := whole_number(query.get("thread")):
            return cls(thread=thread, page=page)
        sort, passage = sort_from(query.get("sort")), whole_number(query.get("passage"))
        inline_only = query.get("show") == "inline" and passage is None
        return cls(sort=sort, inline_only=inline_only, page=page, passage=passage)

    @property
    def query(self) -> dict[str, str]:
        """The parameters that say so, without what is as usual anyway."""
        said = {
            "sort": "" if self.sort is Sort.NEWEST else self.sort.value,
            "show": "inline" if self.inline_only else "",
            "thread": str(self.thread or ""),
            "passage": str(self.passage or ""),
            "page": str(self.page) if self.page > 1 else "",
        }
        return {name: value for name, value in said.items() if value}

    def address(self, url: str) -> str:
        """The address of this view of the conversation under a story."""
        query = urlencode(self.query)
        return f"{url}?{query}#conversation" if query else f"{url}#conversation"

    @property
    def is_filtered(self) -> bool:
        return self.inline_only or self.passage is not None or self.thread is not None
