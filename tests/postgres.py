"""A PostgreSQL cluster that lives as long as one command: `postgres.py COMMAND …`.

The command gets the cluster's address as BROADSHEET_TEST_DATABASE. `postgres.py --find` prints
where the server's programs are, or fails. The server refuses to run as root; then it runs
as the user `postgres`, or as `nobody`.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NOT_ROOT = ("postgres", "nobody")
START_SECONDS = 60


def main() -> int:
    programs = find_programs()
    if programs is None:
        print("There is no PostgreSQL server on this machine.", file=sys.stderr)
        return 2
    if sys.argv[1:] == ["--find"]:
        print(programs)
        return 0
    with cluster(programs) as url:
        environment = os.environ | {"BROADSHEET_TEST_DATABASE": url}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


def find_programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, of the newest version that is installed."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(versions, key=lambda path: float(path.parts[-3]))
    if newest:
        return newest[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Start a cluster on a socket in a folder of its own, and take all away at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        _hand_over(folder)
        _run(programs / "initdb", "--pgdata", folder / "data", *INITDB_OPTIONS)
        _run(programs / "pg_ctl", *_control(folder), "--options", _options(folder), "start")
        try:
            yield f"postgresql://broadsheet@{str(folder).replace('/', '%2F')}/broadsheet"
        finally:
            _run(programs / "pg_ctl", *_control(folder), "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


@dataclass(frozen=True)
class Cluster:
    """A cluster that lives in `folder`, to be stopped and started by a test."""

    programs: Path
    folder: Path

    def stop(self) -> None:
        _run(self.programs / "pg_ctl", *_control(self.folder), "--mode", "fast", "stop")

    def start(self) -> None:
        started = (*_control(self.folder), "--options", _options(self.folder), "start")
        _run(self.programs / "pg_ctl", *started)


def folder_of(url: str) -> Path:
    """Where the cluster of this address lives."""
    return Path(url.partition("@")[2].partition("/")[0].replace("%2F", "/"))


INITDB_OPTIONS = ("--username", "broadsheet", "--auth", "trust", "--encoding", "UTF8",
                  "--no-locale", "--no-sync")  # fmt: skip


def _control(folder: Path) -> tuple[str, ...]:
    return ("--pgdata", f"{folder}/data", "--log", f"{folder}/log", "--wait",
            "--timeout", str(START_SECONDS))  # fmt: skip


def _options(folder: Path) -> str:
    # Nothing here needs to outlive a power cut, and nothing listens on a network.
    return (
        f"-c listen_addresses='' -c unix_socket_directories={folder} "
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    )


def _hand_over(folder: Path) -> None:
    if os.geteuid() == 0:
        user = _other_user()
        os.chown(folder, user.pw_uid, user.pw_gid)


def _run(*command: str | Path) -> None:
    user = _other_user() if os.geteuid() == 0 else None
    done = subprocess.run(
        command,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
        cwd="/",
        # Not a pipe: the server would keep it open.
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"PostgreSQL: {Path(command[0]).name} has failed.")


def _other_user() -> pwd.struct_passwd:
    for name in NOT_ROOT:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SystemExit("PostgreSQL does not run as root, and there is no other user to run it as.")


if __name__ == "__main__":
    sys.exit(main())
