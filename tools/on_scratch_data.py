"""Runs a command on a data folder that is thrown away: `on_scratch_data.py COMMAND …`."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = str(Path(__file__).parents[1])
sys.path.insert(0, ROOT)

from broadsheet.site.folder.secret import make_secret_key
from broadsheet.site.names import FOLDER_VARIABLE


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        make_secret_key(Path(folder))
        own = {name: value for name, value in os.environ.items() if "BROADSHEET" not in name}
        environment = own | {
            FOLDER_VARIABLE: folder,
            "PYTHONPATH": ROOT,
            "DJANGO_SETTINGS_MODULE": "broadsheet.site.settings",
        }
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
