"""`broadsheet serve`: one command, and the site runs."""

import os
import shlex
import signal
import sys

from broadsheet.site.folder.config import Config, load_config
from broadsheet.site.folder.data_folder import DataFolder
from broadsheet.site.folder.locks import WORKER_LOCK, is_locked
from broadsheet.site.names import DESK_PATH, EDITOR, FOLDER_VARIABLE, PREFIX
from broadsheet.site.refusal import Refusal
from broadsheet.site.running.knock import Knock
from broadsheet.site.running.ports import hold_port
from broadsheet.site.running.processes import die_with_parent
from broadsheet.site.running.supervisor import Child, Supervisor, self_command

# `make serve` says here which command makes a new password, for it is not ours to know.
PASSWORD_VARIABLE = PREFIX + "PASSWORD_COMMAND"


def serve(*, is_demo: bool) -> int:
    """Prepare the data folder, run the site until it is stopped, and return the exit code.

    :raises Refusal: before anything is made, when it cannot run here.
    """
    _die_with_make()
    config = load_config()
    folder = DataFolder(config.folder)
    folder.refuse_if_running()
    if is_locked(config.folder / WORKER_LOCK):
        raise Refusal(
            f"A worker or an import runs on the data folder {config.folder} already; "
            "stop it, or wait for its end."
        )
    port = hold_port(config.host, config.port)
    folder.open()
    with port:
        return _run(config, folder, is_demo=is_demo)


def _run(config: Config, folder: DataFolder, *, is_demo: bool) -> int:
    supervisor = Supervisor(
        [
            Child("The web server", self_command("web")),
            Child("The worker", self_command("worker")),
        ],
        say=_complain,
    )
    options = ["--demo"] if is_demo else []
    code, password = supervisor.run_to_end(self_command("prepare", *options))
    if code:
        folder.undo()
        return code
    greeting = Greeting(config, password=password.strip())
    try:
        return supervisor.run(while_starting=greeting.go_on)
    finally:
        greeting.give_password()


class Greeting:
    """Says where the site is, as soon as it answers; and the first password, come what may."""

    def __init__(self, config: Config, *, password: str) -> None:
        self.config = config
        self.password = password
        self.knock = Knock(config)
        self.is_said = False

    def go_on(self) -> float | None:
        again = self.knock.go_on()
        if again is None and not self.is_said:
            self._say_all()
        return again

    def give_password(self) -> None:
        """Say the password unless it has been said: it is kept nowhere else."""
        if self.password and not self.is_said:
            _say(f"The password of “{EDITOR}” is {self.password}")

    def _say_all(self) -> None:
        config = self.config
        _say(f"\nBroadsheet is running at {config.address}/\n")
        _say(f"  Editors sign in at  {config.address}{DESK_PATH}")
        _say(f"  User name           {EDITOR}")
        if self.password:
            _say(f"  Password            {self.password}  (shown only now; nobody can look it up)")
        _say(f"  A new password      {_password_command()}\n")
        if config.host in ("0.0.0.0", "::") and not config.has_own_address:  # noqa: S104 (compared)
            _say("  Readers elsewhere need the site's public address: set it with ADDRESS=.\n")
        _say("Ctrl-C stops it.")
        self.is_said = True


def _password_command() -> str:
    said = os.environ.get(PASSWORD_VARIABLE)
    if said:
        return said
    folder = os.environ.get(FOLDER_VARIABLE)
    return f"broadsheet --data {shlex.quote(folder)} password" if folder else "broadsheet password"


def _die_with_make() -> None:
    # Killed outright, make takes nothing along with it.
    if os.environ.get(PASSWORD_VARIABLE):
        die_with_parent(os.getppid(), how=signal.SIGTERM)


def _say(line: str) -> None:
    print(line, flush=True)


def _complain(line: str) -> None:
    print(f"broadsheet: {line}", file=sys.stderr, flush=True)
