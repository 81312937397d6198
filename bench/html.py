"""The Nu HTML checker over every kind of page: `python -m bench.html`.

Needs Java and the npm client, which brings vnu-jar; says so and ends where either is missing.
"""

import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from tests.running import RunningSite

CHECKER = "vnu-jar@26.9.27"
STORY = "/stories/storm-gate/"
PAGES = (
    "/",
    STORY,
    f"{STORY}?sort=most-voted&page=2",
    f"{STORY}?show=inline",
    f"{STORY}comments/?parent=1",
    f"{STORY}comments/?prompt=1",
    f"{STORY}subscriptions/noted/",
    "/stories/net-loft/",
    "/stories/",
    "/topics/harbour/",
    "/authors/wen-okafor/",
    "/support/",
    "/about/",
    "/nothing/",
)


def main() -> None:
    for program in ("java", "npm"):
        if shutil.which(program) is None:
            sys.exit(f"The Nu HTML checker needs {program}, which is not here.")
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        files = _fetch_pages(scratch)
        checked = subprocess.run(
            ["java", "-jar", _checker(scratch), "--stdout", *files],
            check=False,
            capture_output=True,
            text=True,
        )
    print(checked.stdout or "no error and no warning", f"({len(PAGES)} pages)")
    sys.exit(checked.returncode)


def _fetch_pages(scratch: Path) -> list[Path]:
    site = RunningSite(scratch / "data", log=scratch / "log", is_demo=True)
    site.start()
    try:
        return [_fetch(site.address + path, scratch / f"{n}.html") for n, path in enumerate(PAGES)]
    finally:
        site.stop()


def _fetch(address: str, file: Path) -> Path:
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            file.write_bytes(response.read())
    except urllib.error.HTTPError as error:  # the page for what is not found is a page too
        file.write_bytes(error.read())
    return file


def _checker(scratch: Path) -> Path:
    subprocess.run(
        ["npm", "install", "--no-save", "--prefix", scratch, CHECKER],
        check=True,
        capture_output=True,
    )
    return scratch / "node_modules/vnu-jar/build/dist/vnu.jar"


if __name__ == "__main__":
    main()
