"""A real mail server on loopback, which keeps what it takes and answers as it is told."""

import asyncio
import threading
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


class PostOffice:
    """Answers in `at_rcpt` and `at_data` are given one by one, then everything is taken."""

    def __init__(self, **options: Any) -> None:
        self.port = 0
        self._options = options  # aiosmtpd's
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._is_open = threading.Event()
        self.clear()

    def clear(self) -> None:
        self.envelopes: list[Envelope] = []
        self.at_rcpt: list[str] = []
        self.at_data: list[str] = []

    @property
    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(_bytes(one), policy=default) for one in self.envelopes]

    def open(self) -> None:
        self._thread.start()
        assert self._is_open.wait(10)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if self.at_rcpt:
            return self.at_rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.at_data:
            return self.at_data.pop(0)
        self.envelopes.append(envelope)
        return "250 taken"

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        made = self._loop.create_server(
            lambda: SMTP(self, loop=self._loop, **self._options), "127.0.0.1", 0
        )
        server = self._loop.run_until_complete(made)
        self.port = server.sockets[0].getsockname()[1]
        self._is_open.set()
        self._loop.run_forever()
        server.close()
        self._loop.run_until_complete(server.wait_closed())


def _bytes(envelope: Envelope) -> bytes:
    content = envelope.content
    return content if isinstance(content, bytes) else str(content).encode()
