"""Whether who asks has what they ask for already. Source: RFC 9110, 13.1.2."""

from django.utils.http import parse_etags


def has_already(known: str, etag: str) -> bool:
    """Whether an If-None-Match names the tag; weakly, as it is meant here."""
    if known == etag:  # what browsers send
        return True
    tags = (tag.removeprefix("W/") for tag in parse_etags(known))
    return any(tag in (etag, "*") for tag in tags)
