"""What the shapes share: ids as Stripe writes them, and parts that are always the same."""

import secrets
import string
from typing import Any

Doc = dict[str, Any]

API_VERSION = "2026-10-28.endive"
LETTERS = string.ascii_letters + string.digits


def new_id(prefix: str, *, length: int = 24) -> str:
    return f"{prefix}_" + "".join(secrets.choice(LETTERS) for _ in range(length))


def no_address() -> Doc:
    names = ("city", "country", "line1", "line2", "postal_code", "state")
    return dict.fromkeys(names)


def no_tax() -> Doc:
    return {"enabled": False, "liability": None, "status": None, "provider": None}


def list_of(docs: list[Doc], *, url: str, has_more: bool = False) -> Doc:
    return {"object": "list", "data": docs, "has_more": has_more, "url": url}
