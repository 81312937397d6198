"""Between here and the mail server: encrypted, or not at all; and signed in."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from broadsheet.notices.models import Line
from broadsheet.notices.sending import send_due
from broadsheet.notices.tests.conftest import ANN, Tell
from broadsheet.notices.tests.post_office import PostOffice


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post office")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    path.write_bytes(key.private_bytes(pem, form, plain) + made.public_bytes(pem))
    return path


@pytest.fixture(scope="module")
def locked_office(certificate: Path) -> Iterator[PostOffice]:
    """Takes letters over TLS alone, and from nobody who does not know the word."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    office = PostOffice(
        tls_context=context, require_starttls=True, auth_required=True, authenticator=_knows_word
    )
    office.open()
    yield office
    office.close()


def _knows_word(server: Any, session: Any, envelope: Any, mechanism: Any, login: Any) -> AuthResult:
    is_known = isinstance(login, LoginPassword) and login.password == b"the word"
    return AuthResult(success=is_known, handled=False)


@pytest.fixture
def starttls(post_office: PostOffice, locked_office: PostOffice, settings: Any) -> PostOffice:
    """As "smtp://desk:the%20word@127.0.0.1:…" sets it."""
    settings.EMAIL_PORT = locked_office.port
    settings.EMAIL_USE_TLS = True
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "desk", "the word"
    locked_office.clear()
    return locked_office


def test_a_letter_goes_over_starttls(
    starttls: PostOffice,
    certificate: Path,
    tell: Tell,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tell("comment:1")

    assert send_due(now=now) == 1
    assert starttls.letters[0]["To"] == ANN


def test_a_server_whose_certificate_is_not_known_gets_neither_password_nor_letter(
    starttls: PostOffice, tell: Tell, now: datetime
) -> None:
    tell("comment:1")

    assert send_due(now=now) == 0
    assert starttls.letters == []
    assert "CERTIFICATE_VERIFY_FAILED" in Line.objects.get().reason


def test_a_wrong_password_pauses_the_line_and_suppresses_nobody(
    starttls: PostOffice,
    certificate: Path,
    tell: Tell,
    now: datetime,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings.EMAIL_HOST_PASSWORD = "guess-417"
    tell("comment:1")

    assert send_due(now=now) == 0
    assert Line.objects.get().reason.startswith("535 ")
    assert "guess-417" not in caplog.text + Line.objects.get().reason


def test_a_server_without_starttls_gets_nothing(
    post_office: PostOffice, tell: Tell, now: datetime, settings: Any
) -> None:
    settings.EMAIL_USE_TLS = True
    tell("comment:1")

    assert send_due(now=now) == 0
    assert post_office.letters == []
    assert "STARTTLS" in Line.objects.get().reason
