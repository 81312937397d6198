"""How a guest's browser writes in these tests: with a proof of work that took none."""

import base64
import json
import secrets

from django.http import HttpResponse
from django.utils import timezone

from broadsheet.conftest import Visitor
from broadsheet.guard import proof as protocol
from broadsheet.readers.guests import COOKIE, remember
from broadsheet.readers.models import Reader


def proof() -> str:
    """The answer to a challenge whose number happens to be 0, as a browser sends it."""
    expires = int((timezone.now() + protocol.LIFETIME).timestamp())
    salt = f"{secrets.token_hex(protocol.RANDOM_BYTES)}?expires={expires}&"
    challenge = protocol._digest(salt, 0)
    solved = {
        "algorithm": protocol.ALGORITHM,
        "challenge": challenge,
        "number": 0,
        "salt": salt,
        "signature": protocol._signature(challenge),
    }
    return base64.b64encode(json.dumps(solved).encode()).decode()


def as_reader(visitor: Visitor, reader: Reader) -> Visitor:
    """Give a browser the cookie of a guest who has written before."""
    visitor.cookies[COOKIE] = remember(HttpResponse(), reader).cookies[COOKIE].value
    return visitor
