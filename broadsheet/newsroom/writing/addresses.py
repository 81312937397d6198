"""Addresses that editors link to: which are taken, and what is taken off them."""

import re
from urllib.parse import urlsplit, urlunsplit

# Fields that say who sent the reader, not what is to be read.
_TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|igshid|igsh|mc_cid|mc_eid|mkt_tok"
    r"|_hsenc|_hsmi|vero_id|ref_src|twclid|ttclid|li_fat_id)(=|$)",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]")
_BARE_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]|$)", re.IGNORECASE)
_MAX_LENGTH = 2000


def tidy_address(address: object) -> str:
    """The address of a link, without what follows readers around; empty for one not taken.

    Taken are web pages, mail addresses, telephone numbers, and places within the site.
    """
    if not isinstance(address, str):
        return ""
    # As browsers do: what cannot be seen does not part "java script:" from what it means.
    plain = _INVISIBLE.sub("", address)
    if len(plain) > _MAX_LENGTH or "\\" in plain:
        return ""
    if plain.startswith("#") or (plain.startswith("/") and not plain.startswith("//")):
        return plain
    if _BARE_HOST.match(plain):
        plain = f"https://{plain}"
    return _with_scheme(plain)


def _with_scheme(address: str) -> str:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  (raises for what is no number)
    except ValueError:
        return ""
    if parts.scheme in ("mailto", "tel"):
        return address if parts.path else ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    fields = [field for field in parts.query.split("&") if not _TRACKING.match(field)]
    return urlunsplit(parts._replace(query="&".join(fields)))
