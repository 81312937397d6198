"""The site, the provided nginx before it, and another nginx with the same bytes as a file."""

import contextlib
import os
import tempfile
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.comments import jobs_left
from bench.delivery.machine import cores
from tests.running import RunningSite, free_port, run, wait_until
from tests.running_nginx import RunningNginx, make_certificate

STORY = "/stories/storm-gate/"  # the sample's longest conversation: more than 200 comments
JOBS_SECONDS = 90
# Of the second nginx: files are sent as Debian's nginx.conf has it, without a log.
_FILE = """
access_log off;
sendfile on;
tcp_nopush on;
gzip off;
server {{
    listen 127.0.0.1:{port};
    listen 127.0.0.1:{tls_port} ssl http2;
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    root {folder};
    default_type "text/html; charset=utf-8";
    add_header Content-Encoding gzip;
    add_header Cache-Control "public, max-age=0, must-revalidate";
    location /kept-open/ {{
        alias {folder}/;
        open_file_cache max=2000 inactive=60s;
    }}
}}
"""


@dataclass
class Stage:
    """All that is measured, each at its own port of 127.0.0.1; the site's name is its nginx's."""

    site: RunningSite
    front: RunningNginx
    files: RunningNginx
    port: int
    file_port: int
    file_tls_port: int
    all_cores: set[int]

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Host": self.host, "Accept-Encoding": "gzip"}

    @property
    def alone(self) -> str:
        return self.site.address

    @property
    def behind(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def behind_tls(self) -> str:
        return f"https://127.0.0.2:{self.port}"

    @property
    def file(self) -> str:
        return f"http://127.0.0.1:{self.file_port}/story"

    @property
    def open_file(self) -> str:
        return f"http://127.0.0.1:{self.file_port}/kept-open/story"

    @property
    def file_tls(self) -> str:
        return f"https://127.0.0.1:{self.file_tls_port}/story"

    def get(self, path: str) -> tuple[bytes, str]:
        """A page's bytes, compressed by gzip, and its ETag; from the site itself."""
        asked = urllib.request.Request(self.alone + path, headers=self.headers)
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return answer.read(), answer.headers["ETag"]

    def pin(self) -> None:
        """Every process of the servers on the first core, whoever asks them on the last."""
        server, reader = cores()
        for process in [*self.site.family(), *_family(self.front), *_family(self.files)]:
            with contextlib.suppress(psutil.Error):
                for thread in process.threads():
                    os.sched_setaffinity(thread.id, {server})
        for thread in psutil.Process().threads():
            os.sched_setaffinity(thread.id, {reader})

    def unpin(self) -> None:
        """Ourselves, and what we start from now on, on any core."""
        for thread in psutil.Process().threads():
            os.sched_setaffinity(thread.id, self.all_cores)

    def restart_site(self, **settings: int) -> None:
        """The same site anew, with other numbers of processes, on any core."""
        self.site.stop()
        _write_settings(self.site.folder, port=self.port, **settings)
        self.site.start()


@contextlib.contextmanager
def stage() -> Iterator[Stage]:
    """Set the stage; all that was started ends with it."""
    with tempfile.TemporaryDirectory(prefix="delivery-") as name, contextlib.ExitStack() as ending:
        folder = Path(name)
        port = free_port()
        site = _site(folder, port=port)
        ending.callback(_end, site)
        site.start()
        wait_for_jobs(site)
        front = _front(folder, site, port=port)
        front.start()
        ending.callback(front.end)
        ready = Stage(site, front, front, port, free_port(), free_port(), os.sched_getaffinity(0))
        ready.files = _files(folder, ready)
        ready.files.start()
        ending.callback(ready.files.end)
        yield ready


def wait_for_jobs(site: RunningSite) -> None:
    """Until the sample's pictures are rendered, though not for ever."""
    with contextlib.suppress(AssertionError):
        wait_until(lambda: not jobs_left(site), seconds=JOBS_SECONDS)


def _site(folder: Path, *, port: int) -> RunningSite:
    site = RunningSite(folder / "data", log=folder / "log", is_demo=True)
    site.folder.mkdir()
    _write_settings(site.folder, port=port)
    return site


def _write_settings(folder: Path, *, port: int, **settings: int) -> None:
    lines = [f'address = "http://127.0.0.1:{port}"', "proxies = 1"]
    lines += [f"{name} = {value}" for name, value in settings.items()]
    (folder / "broadsheet.toml").write_text("\n".join(lines) + "\n")


def _front(folder: Path, site: RunningSite, *, port: int) -> RunningNginx:
    """What `broadsheet nginx` prints, with TLS and without, and as many requests as come."""
    own = folder / "front"
    certificate, key = make_certificate(folder, name="localhost")
    plain = _printed(site, own / "plain", f"http://127.0.0.1:{port}", listen="127.0.0.1")
    tls = _printed(
        site,
        own / "tls",
        f"https://127.0.0.1:{port}",
        listen="127.0.0.2",
        certificate=str(certificate),
        certificate_key=str(key),
        http_port=str(free_port()),
    )
    # Both in one nginx: names that stand outside of a server are each its own.
    return RunningNginx(own, configuration=plain + tls.replace("broadsheet", "broadsheet_tls"))


def _printed(site: RunningSite, own: Path, address: str, **wishes: str) -> str:
    own.mkdir(parents=True)
    many = {"requests": "1000000", "connections": "10000", "writes": "100000"}
    chosen = wishes | many | {"cache": f"{own}/cache", "log": f"{own}/requests.log"}
    words = [word for name, value in chosen.items() for word in (f"--{name}", value)]
    words = [word.replace("_", "-") if word.startswith("--") else word for word in words]
    ran = run("nginx", *words, folder=site.folder, port=site.port, address=address)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def _files(folder: Path, stage: Stage) -> RunningNginx:
    own = folder / "files"
    (own / "root").mkdir(parents=True)
    (own / "root" / "story").write_bytes(stage.get(STORY)[0])
    configuration = _FILE.format(
        port=stage.file_port,
        tls_port=stage.file_tls_port,
        certificate=folder / "certificate.pem",
        key=folder / "certificate.key",
        folder=own / "root",
    )
    return RunningNginx(own, configuration=configuration)


def _family(nginx: RunningNginx) -> list[psutil.Process]:
    main = psutil.Process(nginx.main.pid)
    return [main, *main.children(recursive=True)]


def _end(site: RunningSite) -> None:
    """Stop it as a person does; kill what then is left of it."""
    with contextlib.suppress(psutil.Error):
        family = site.family()
        site.stop()
        _, alive = psutil.wait_procs(family, timeout=10)
        for process in alive:
            process.kill()
