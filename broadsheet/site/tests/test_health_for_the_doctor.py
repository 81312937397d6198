"""The doctor asks a site that runs how it is."""

import dataclasses
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.conf import settings

from broadsheet.site.care.health import PROBLEMS, problems
from broadsheet.site.folder.config import Config
from broadsheet.site.folder.locks import SITE_LOCK, take_lock


class Site(BaseHTTPRequestHandler):
    said: bytes = b""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health/" else 404)
        self.end_headers()
        self.wfile.write(self.said)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Config]:
    server = HTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    own = dataclasses.replace(settings.CONFIG, folder=tmp_path, host="0.0.0.0")
    with take_lock(tmp_path / SITE_LOCK):
        yield dataclasses.replace(own, port=server.server_port)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("named", [[], ["database", "threads"], ["pages", "worker"], ["news"]])
def test_what_it_says_is_told_with_what_helps(config: Config, named: list[str]) -> None:
    Site.said = json.dumps({"status": "any", "problems": named}).encode()

    told = list(problems(config))

    assert len(told) == len(named)
    assert [told.index(PROBLEMS[name]) for name in named if name in PROBLEMS] == [
        number for number, name in enumerate(named) if name in PROBLEMS
    ]


def test_one_that_does_not_answer_or_speaks_nonsense_is_told_of(config: Config) -> None:
    Site.said = b"<html>"
    assert "does not answer" in next(problems(config))[0]

    gone = dataclasses.replace(config, port=1)
    assert "does not answer" in next(problems(gone))[0]


def test_of_one_that_does_not_run_nothing_is_said(config: Config, tmp_path: Path) -> None:
    assert not list(problems(dataclasses.replace(config, folder=tmp_path / "other")))
