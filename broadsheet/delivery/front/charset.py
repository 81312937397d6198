"""Everything here is UTF-8, whatever a request says of itself."""


def without_charset(content_type: str) -> str:
    """A Content-Type without its charset parameter; the others, such as boundary, stay.

    Django decodes a request's parameters by that name before any middleware runs, and fails on
    codecs that are no text encoding, such as "hex".
    """
    kind, *parameters = content_type.split(";")
    kept = [part for part in parameters if not part.strip().lower().startswith("charset")]
    return ";".join([kind, *kept])
