"""Authors' names, which no reader may take: the readers' floor asks through `site/wiring.py`."""

from typing import Any

from django.db.models import QuerySet

from broadsheet.lib.prepared import Prepared
from broadsheet.newsroom.models import Author
from broadsheet.readers.name_keys import name_key


def is_authors_name(name: str) -> bool:
    """Whether an author has this name, or one that looks like it. One query."""
    key = name_key(name)
    return any(name_key(known) == key for (known,) in _NAMES.rows())


def _names() -> QuerySet[Author, Any]:
    return Author.objects.order_by().values_list("name")


# Asked with every comment of a guest.
_NAMES = Prepared(_names)
