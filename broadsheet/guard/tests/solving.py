"""What a browser does with a challenge, and what a forger would like to do."""

import base64
import hashlib
import json
from typing import Any


def solve(challenge: dict[str, Any]) -> dict[str, Any]:
    """The answer of altcha's standard client, before it is packed."""
    for number in range(challenge["maxnumber"] + 1):
        tried = f"{challenge['salt']}{number}".encode()
        if hashlib.sha256(tried).hexdigest() == challenge["challenge"]:
            kept = {name: challenge[name] for name in ("algorithm", "challenge", "salt")}
            return kept | {"number": number, "signature": challenge["signature"], "took": 42}
    raise AssertionError("no number fits")


def pack(answer: Any) -> str:
    return base64.b64encode(json.dumps(answer).encode()).decode()
