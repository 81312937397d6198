"""Rendering a page again and again in a process of its own, and the CPU time that one takes.

The parent asks for a round by a line on standard input; the answer is a line of JSON.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

RENDERS_A_ROUND = 5


class Renderer:
    """A child process that renders one page; its rounds take turns with those of others."""

    def __init__(self, *command: str, env: dict[str, str] | None = None) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-m", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=env,
        )
        self.first = self._answer()
        self.milliseconds: list[float] = []

    def round(self) -> None:
        self.milliseconds.append(self.ask([])["milliseconds"])

    def ask(self, paths: Sequence[str]) -> dict[str, Any]:
        """One round of these pages, where the child is one that answers for any."""
        assert self.child.stdin is not None
        self.child.stdin.write(json.dumps(paths) + "\n")
        self.child.stdin.flush()
        return self._answer()

    @property
    def median(self) -> float:
        return median(self.milliseconds)

    def end(self) -> None:
        assert self.child.stdin is not None
        self.child.stdin.close()
        self.child.wait()

    def _answer(self) -> dict[str, Any]:
        assert self.child.stdout is not None
        line = self.child.stdout.readline()
        if not line:
            sys.exit("A renderer has ended; its reason stands above.")
        answer: dict[str, Any] = json.loads(line)
        return answer


def answer_rounds(path: str, *, host: str) -> None:
    """In the child: render `path` once, say what it is, then a round for every line that comes."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST=host)
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        html = client.get(path).text
    shown = html.count('id="comment-')
    print(json.dumps({"bytes": len(html), "shown": shown, "queries": len(queries)}), flush=True)
    for _ in sys.stdin:
        start = time.process_time()
        for _ in range(RENDERS_A_ROUND):
            client.get(path)
        took = (time.process_time() - start) * 1000 / RENDERS_A_ROUND
        print(json.dumps({"milliseconds": took}), flush=True)


def answer_paths(client_for: Callable[[str], Any]) -> None:
    """In the child: for every line of paths, the CPU time of one of their pages on the whole.

    One path alone is asked again and again, after a first time that is not counted.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    print(json.dumps({}), flush=True)
    for line in sys.stdin:
        paths, queries = json.loads(line), 0
        if len(paths) == 1:
            with CaptureQueriesContext(connection) as captured:
                client_for(paths[0]).get(paths[0])
            queries, paths = len(captured), paths * RENDERS_A_ROUND
        start = time.process_time()
        statuses = [client_for(path).get(path).status_code for path in paths]
        took = (time.process_time() - start) * 1000 / len(paths)
        answer = {"milliseconds": took, "queries": queries, "statuses": statuses}
        print(json.dumps(answer), flush=True)
