"""From a clean checkout to an answering front page: `python -m bench.first_start`.

Clones the last commit into an empty folder and runs `make serve` there with an empty package
cache, as on a new machine.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.running import ROOT, free_port

BUDGET_SECONDS = 180
STEP_SECONDS = 0.2


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        port = free_port()
        begun = time.monotonic()
        serve = subprocess.Popen(
            ["make", "serve", f"PORT={port}"],
            cwd=clone,
            env=_environment(),
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait_for_front_page(f"http://127.0.0.1:{port}/", serve)
            print(f"{time.monotonic() - begun:.0f} s; asked: at most {BUDGET_SECONDS}")
        finally:
            serve.terminate()
            serve.wait()


def _environment() -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("BROADSHEET_")}
    # make's own Python, not the one of the environment that runs this.
    own["PATH"] = os.pathsep.join(p for p in own["PATH"].split(os.pathsep) if ".venv" not in p)
    own.pop("VIRTUAL_ENV", None)
    return own | {"PIP_NO_CACHE_DIR": "1"}


def _wait_for_front_page(address: str, serve: "subprocess.Popen[bytes]") -> None:
    while serve.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=10).close()
        except OSError:
            time.sleep(STEP_SECONDS)
        else:
            return
    sys.exit("make serve has ended.")


if __name__ == "__main__":
    main()
