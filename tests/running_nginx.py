"""An nginx of one's own: in the foreground, with all that it writes in one folder."""

import os
import shutil
import signal
import subprocess
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.running import wait_until

# Debian keeps it where only the superuser's PATH leads.
NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")

_MAIN = """\
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


class RunningNginx:
    """nginx with one configuration, as `nginx.conf` would include it within http {}."""

    def __init__(self, folder: Path, *, configuration: str) -> None:
        self.folder = folder
        user = "user root;" if os.geteuid() == 0 else ""
        folder.mkdir(exist_ok=True)
        (folder / "nginx.conf").write_text(_MAIN.format(folder=folder, user=user))
        (folder / "site.conf").write_text(configuration)

    def start(self) -> None:
        assert NGINX
        command = [NGINX, "-c", self.folder / "nginx.conf", "-e", self.folder / "error.log"]
        self.main = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        wait_until(lambda: self._is_up() or self.main.poll() is not None, seconds=10)
        if self.main.poll() is not None:
            assert self.main.stderr
            raise AssertionError(self.main.stderr.read())

    def written(self) -> str:
        """All that nginx has written into logs, and what it was about to write."""
        log = self.folder / "requests.log"
        size = log.stat().st_size
        self.main.send_signal(signal.SIGUSR1)
        wait_until(lambda: log.stat().st_size > size, seconds=10)
        return "".join(path.read_text() for path in self.folder.glob("*.log"))

    def end(self) -> None:
        self.main.terminate()
        self.main.wait(10)

    def _is_up(self) -> bool:
        pid = self.folder / "nginx.pid"
        return pid.exists() and pid.read_text().strip() == str(self.main.pid)


def make_certificate(folder: Path, *, name: str) -> tuple[Path, Path]:
    """A certificate for `name` and 127.0.0.1, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names = [x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))]
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "certificate.pem", folder / "certificate.key"
    chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return chain, private
