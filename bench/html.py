"""The Nu HTML checker over every kind of page, and again in Arabic: `python -m bench.html`.

Needs Java and the npm client, which brings vnu-jar; says so and ends where either is missing.
Feeds and sitemaps are read too: each must be well-formed.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from xml.etree import ElementTree

from bench.pictures import wait_for_sizes
from tests.running import RunningSite, run

CHECKER = "vnu-jar@26.9.27"
STORY = "/stories/storm-gate/"
PAGES = (
    "/",
    STORY,
    f"{STORY}?sort=most-voted&page=2",
    f"{STORY}?show=inline",
    f"{STORY}comments/?parent=1",
    f"{STORY}comments/?passage=1",
    f"{STORY}subscriptions/noted/",
    "/stories/net-loft/",
    "/stories/tide-book/",  # these three hold every kind of block
    "/stories/town-budget/",
    "/stories/eelgrass-moorings/",
    "/stories/",
    "/stories/?page=2",
    "/topics/harbour/",
    "/topics/storm-gate-story/",
    "/authors/wen-okafor/",
    "/corrections/",
    "/search/",
    "/search/?q=gate",
    "/search/?q=nothinglikeit",
    "/support/",
    "/about/",
    "/account/sign-in/",
    "/nothing/",
)
FEEDS = (
    "/feed/",
    "/feed/atom/",
    "/topics/harbour/feed/",
    "/topics/harbour/feed/atom/",
    "/authors/wen-okafor/feed/",
    "/authors/wen-okafor/feed/atom/",
    "/corrections/feed/",
    "/corrections/feed/atom/",
    f"{STORY}comments/feed/",
    f"{STORY}comments/feed/atom/",
    "/sitemap.xml",
    "/sitemap/pages.xml",
    "/news-sitemap.xml",
)
# The sample's stories stay English when the newsroom is made to speak Arabic.
FORGIVEN = ".*appears to be written in English but.*"
IN_ARABIC = (
    "from broadsheet.newsroom.models import NewsroomSettings as S;"
    "s = S.load(); s.language = 'ar'; s.save()"
)


def main() -> None:
    for program in ("java", "npm"):
        if shutil.which(program) is None:
            sys.exit(f"The Nu HTML checker needs {program}, which is not here.")
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        files = _fetch_pages(scratch)
        checked = subprocess.run(
            ["java", "-jar", _checker(scratch), "--stdout", "--filterpattern", FORGIVEN, *files],
            check=False,
            capture_output=True,
            text=True,
        )
    print(checked.stdout or "no error and no warning", f"({len(files)} pages)")
    sys.exit(checked.returncode)


def _fetch_pages(scratch: Path) -> list[Path]:
    site = RunningSite(scratch / "data", log=scratch / "log", is_demo=True)
    site.start()
    try:
        wait_for_sizes(site, ["/", STORY])
        files = _fetch_all(site, scratch / "house")
        _read_feeds(site)
        done = run("manage", "shell", "-c", IN_ARABIC, folder=site.folder, port=site.port)
        assert done.returncode == 0, done.stderr
        return files + _fetch_all(site, scratch / "arabic")
    finally:
        site.stop()


def _fetch_all(site: RunningSite, folder: Path) -> list[Path]:
    folder.mkdir()
    return [_fetch(site.address + path, folder / _name(path)) for path in PAGES]


def _name(path: str) -> str:
    """A name for a page's file that tells in a report which page it was."""
    return (re.sub(r"\W+", "-", path).strip("-") or "front") + ".html"


def _read_feeds(site: RunningSite) -> None:
    for path in FEEDS:
        with urllib.request.urlopen(site.address + path, timeout=30) as response:
            try:
                ElementTree.parse(response)
            except ElementTree.ParseError as error:
                sys.exit(f"{path} is not well-formed: {error}")


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
