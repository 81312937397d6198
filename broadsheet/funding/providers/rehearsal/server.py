"""The API over HTTP, on this machine alone."""

import json
import logging
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from broadsheet.funding.providers.rehearsal.api.answering import Answer, answer_request
from broadsheet.funding.providers.rehearsal.core import Core
from broadsheet.funding.providers.rehearsal.errors import ApiError
from broadsheet.funding.providers.rehearsal.faults import Fault, Faults

logger = logging.getLogger(__name__)

MOST_BYTES = 1_000_000
IDLE_SECONDS = 60


class Server:
    """Answers requests in threads of its own from `start` to `stop`."""

    def __init__(self, core: Core, *, key: str, stops_within_seconds: float = 0.5) -> None:
        self.faults = Faults()
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.core, self._http.key, self._http.faults = core, key, self.faults
        self._thread = threading.Thread(
            target=self._http.serve_forever,
            args=[stops_within_seconds],
            name="rehearsal",
            daemon=True,
        )

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._http.hang_up()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    core: Core
    key: str
    faults: Faults

    def __init__(self, *arguments: Any) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""

    def hang_up(self) -> None:
        """End the connections that are kept alive; their threads end with them."""
        for request in list(self._open):
            self.shutdown_request(request)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave in one piece
    timeout = IDLE_SECONDS
    server: _Http

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: addresses and references are nobody's business."""

    def _answer(self) -> None:
        body = self._body()
        fault = self.server.faults.take(self.command, self.path)
        if body is None or fault is Fault.REFUSES_CONNECTION:
            self.close_connection = True
        elif fault in (Fault.FAILS, Fault.LIMITS):
            self._send(_failure(fault))
        else:
            self._send_after(fault, self._acted(body))

    def _body(self) -> bytes | None:
        try:
            length = int(self.headers.get("Content-Length") or 0)
        except ValueError:
            return None
        return self.rfile.read(length) if 0 <= length <= MOST_BYTES else None

    def _acted(self, body: bytes) -> Answer:
        try:
            return answer_request(
                self.server.core,
                key=self.server.key,
                method=self.command,
                target=self.path,
                headers={name.lower(): value for name, value in self.headers.items()},
                body=body,
            )
        except Exception:
            logger.exception("The rehearsal could not answer a request.")
            return _failure(Fault.FAILS)

    def _send_after(self, fault: Fault | None, answer: Answer) -> None:
        if fault is Fault.LOSES_ANSWER:
            self.close_connection = True
        else:
            self._send(_failure(fault) if fault else answer)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Request-Id", "req_rehearsal")
        if answer.is_replayed:
            self.send_header("Idempotent-Replayed", "true")
        self.end_headers()
        self.wfile.write(answer.body)
        self.wfile.flush()


def _failure(fault: Fault) -> Answer:
    if fault is Fault.LIMITS:
        error = ApiError("Too many requests.", kind="invalid_request_error", code="rate_limit")
        return Answer(429, json.dumps(error.body()).encode())
    error = ApiError("An unknown error occurred.", kind="api_error")
    return Answer(500, json.dumps(error.body()).encode())
