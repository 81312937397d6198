"""Parameters as Stripe takes them: `line_items[0][price_data][currency]=usd`.

Source: Stripe's API reference, "Request encoding": names in brackets are keys, numbers indexes.
"""

import re
from typing import Any
from urllib.parse import parse_qsl

from broadsheet.funding.providers.rehearsal.errors import ApiError, wrong

Params = dict[str, Any]

NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
KEYS = re.compile(r"\[([^\[\]]*)\]")
MOST_FIELDS = 1000


def read_form(text: str) -> Params:
    """:raises ApiError: for what is no form."""
    tree: Params = {}
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise wrong("Too many parameters.") from None
    for name, value in pairs:
        _put(tree, _keys(name), value)
    return {key: _as_lists(value) for key, value in tree.items()}


def refuse_unknown(params: Params, *known: str) -> None:
    """:raises ApiError: for a parameter that is not understood here, if only by the rehearsal."""
    for name in params:
        if name not in known and name != "expand":
            raise wrong(f"Received unknown parameter: {name}", param=name, code="parameter_unknown")


def need(params: Params, name: str) -> Any:
    """:raises ApiError: when a parameter is missing."""
    if params.get(name) in (None, "", {}, []):
        raise wrong(f"Missing required param: {name}.", param=name, code="parameter_missing")
    return params[name]


def whole(params: Params, name: str, default: int | None = None) -> int | None:
    """:raises ApiError: when it is there and no integer."""
    if name not in params:
        return default
    try:
        return int(params[name])
    except (TypeError, ValueError):
        raise wrong(f"Invalid integer: {params[name]}", param=name) from None


def metadata(params: Params) -> dict[str, str]:
    """:raises ApiError: beyond Stripe's limits."""
    given = params.get("metadata") or {}
    if not isinstance(given, dict) or len(given) > 50:
        raise wrong("Metadata is at most 50 names with their values.", param="metadata")
    for key, value in given.items():
        if len(key) > 40 or len(str(value)) > 500:
            raise wrong("Metadata: names of 40, values of 500 characters.", param="metadata")
    return {key: value for key, value in given.items() if value != ""}


def _keys(name: str) -> list[str]:
    found = NAME.fullmatch(name)
    if not found:
        raise ApiError(f"Invalid parameter name: {name}", param=name)
    return [found[1], *KEYS.findall(found[2])]


def _put(tree: Params, keys: list[str], value: str) -> None:
    for depth, key in enumerate(keys[:-1]):
        branch = tree.setdefault(key or str(len(tree)), {})
        if not isinstance(branch, dict):
            raise ApiError(f"Invalid parameters: {'.'.join(keys[: depth + 1])}")
        tree = branch
    tree[keys[-1] or str(len(tree))] = value


def _as_lists(value: Any) -> Any:
    """What has indexes for all keys is a list."""
    if not isinstance(value, dict):
        return value
    inner = {key: _as_lists(part) for key, part in value.items()}
    if inner and all(key.isdecimal() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner
