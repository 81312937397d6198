"""How a guest's browser writes in these tests: with a proof of work that took none."""

import base64
import json
import secrets

from django.utils import timezone

from broadsheet.guard import proof as protocol


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
