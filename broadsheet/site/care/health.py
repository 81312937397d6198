"""What a running site says of itself, for the doctor."""

import http.client
import json
import urllib.request
from collections.abc import Iterator

from broadsheet.site.folder.config import Config
from broadsheet.site.folder.locks import SITE_LOCK, is_locked
from broadsheet.site.running.knock import reachable

PATIENCE_SECONDS = 10

# What /health/ names, and what helps.
PROBLEMS = {
    "database": (
        "The web server has no database.",
        "Readers get the stored pages and can send nothing. It looks again four times a second.",
    ),
    "worker": (
        "The worker has not been seen for a minute.",
        "Letters and scheduled stories wait. What it says tells why.",
    ),
    "pages": (
        "Pages cannot be kept on disk.",
        "Make room in the data folder; until then they are kept in memory alone.",
    ),
    "threads": (
        "Everything that is sent waits for the database.",
        "Look for what holds it locked, such as a backup or a program that has it open.",
    ),
}


def problems(config: Config) -> Iterator[tuple[str, str]]:
    """What is wrong with a site that runs, and what helps; nothing where none runs."""
    if not is_locked(config.folder / SITE_LOCK):
        return
    try:
        named = _ask(config)
    except (OSError, ValueError, http.client.HTTPException) as error:
        yield f"The web server does not answer: {error}.", "What it says tells why."
        return
    for name in named:
        yield PROBLEMS.get(name, (f"It says “{name}”.", ""))


def _ask(config: Config) -> list[str]:
    host = reachable(config.host)
    place = f"[{host}]" if ":" in host else host
    request = urllib.request.Request(f"http://{place}:{config.port}/health/")
    # Whatever proxy the environment names, this machine is nearer.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=PATIENCE_SECONDS) as answer:
        said = json.loads(answer.read())
    return [str(name) for name in said.get("problems", [])]
