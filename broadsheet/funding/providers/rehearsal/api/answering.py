"""One request from its bytes to its answer: key, version, parameters, idempotency, expansion."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from broadsheet.funding.providers.rehearsal.api.expand import expanded
from broadsheet.funding.providers.rehearsal.api.forms import Params, read_form
from broadsheet.funding.providers.rehearsal.api.routes import answer
from broadsheet.funding.providers.rehearsal.core import Core
from broadsheet.funding.providers.rehearsal.errors import ApiError
from broadsheet.funding.providers.rehearsal.shapes.base import API_VERSION

KEY_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    is_replayed: bool = False


def answer_request(
    core: Core, *, key: str, method: str, target: str, headers: Mapping[str, str], body: bytes
) -> Answer:
    """`headers` by their names in small letters. Never raises ApiError: that is an answer too."""
    try:
        _check(headers, key=key)
        path, _, query = target.partition("?")
        params = read_form(_text(body) if method == "POST" else query)
        once = headers.get("idempotency-key", "")
        if method == "POST" and once:
            return _once(core, once, path, params)
        return Answer(200, _act(core, method, path, params))
    except ApiError as error:
        return _refusal(error)


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise ApiError("Parameters are written in UTF-8.") from None


def _check(headers: Mapping[str, str], *, key: str) -> None:
    given = headers.get("authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {key}".encode()):
        raise ApiError("Invalid API Key provided.", status=401)
    version = headers.get("stripe-version", API_VERSION)
    if version != API_VERSION:
        raise ApiError(f"The rehearsal speaks {API_VERSION} alone, not {version}.")


def _act(core: Core, method: str, path: str, params: Params) -> bytes:
    wishes = params.get("expand") or []
    # One transaction for a whole answer: what is expanded is of the same moment.
    with core.store.change() if method != "GET" else core.store.look():
        found = answer(core, method, path, params)
        found = expanded(core, found, wishes) if wishes else found
    return json.dumps(found, ensure_ascii=False).encode()


def _once(core: Core, once: str, path: str, params: Params) -> Answer:
    """The same answer for the same key; another request with it is a mistake.

    Source: Stripe's API reference, "Idempotent requests". What was refused is not remembered.
    """
    words = sha256(json.dumps([path, params], sort_keys=True).encode()).hexdigest()
    with core.store.change():
        fresh = core.now() - KEY_SECONDS
        core.store.run("DELETE FROM answer WHERE at < ?", (fresh,))
        known = core.store.run("SELECT words, status, body FROM answer WHERE key = ?", (once,))
        if known and known[0][0] != words:
            raise ApiError(
                "Keys for idempotent requests can only be used with the same parameters they "
                f"were first used with. Try using a key other than '{once}'.",
                kind="idempotency_error",
            )
        if known:
            return Answer(known[0][1], known[0][2].encode(), is_replayed=True)
        body = _act(core, "POST", path, params)
        core.store.run(
            "INSERT INTO answer VALUES (?, ?, 200, ?, ?)", (once, words, body.decode(), core.now())
        )
        return Answer(200, body)


def _refusal(error: ApiError) -> Answer:
    return Answer(error.status, json.dumps(error.body()).encode())
