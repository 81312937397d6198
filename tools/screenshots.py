"""Make the pictures under docs/images anew: `make screenshots`.

Runs the sample newsroom and looks at it in Debian's Chromium: four pictures for the README, and
under `pages/` a sheet for each kind of page, which shows it at three widths, in light, in dark and
from right to left.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from bench.pictures import wait_for_sizes
from tests.running import ROOT, RunningSite, run

IMAGES = ROOT / "docs" / "images"
STORY = "/stories/storm-gate/"
# Name, path, width and height in pixels, colour scheme.
SHOTS = (
    ("front-light", "/", 1440, 1100, "light"),
    ("story-light", STORY, 1440, 1100, "light"),
    ("story-dark-phone", STORY, 390, 844, "dark"),
    ("conversation-light", f"{STORY}#conversation", 1440, 1100, "light"),
)
QUALITY = 80

PAGES = {
    "front": "/",
    "story": STORY,
    "topic": "/topics/harbour/",
    "author": "/authors/wen-okafor/",
    "support": "/support/",
    "search": "/search/?q=gate",
    "not-found": "/nothing/",
}
WIDTHS = (390, 820, 1440)
HEIGHT = 1400
SHRINK = 2  # shots on a sheet are half as large
SHEET_QUALITY = 42
GAP = 12
GROUND = "#8a8a8a"
RIGHT_TO_LEFT = (
    "from broadsheet.newsroom.models import NewsroomSettings as S;"
    "s = S.load(); s.language = 'ar'; s.save()"
)

Scheme = Literal["light", "dark"]
Look = Callable[[str, int, int, Scheme], Image.Image]


def main() -> None:
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is not here.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = RunningSite(Path(folder) / "data", log=Path(folder) / "log", is_demo=True)
        site.start()
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            wait_for_sizes(site, ["/", STORY, PAGES["author"]])
            _take_all(site, _looking(browser, site.address))
        finally:
            browser.close()
            site.stop()


def _take_all(site: RunningSite, look: Look) -> None:
    (IMAGES / "pages").mkdir(parents=True, exist_ok=True)
    for name, path, width, height, scheme in SHOTS:
        shot = look(path, width, height, "dark" if scheme == "dark" else "light")
        shot.save(IMAGES / f"{name}.webp", quality=QUALITY)
    light = {name: _row(look, path, "light") for name, path in PAGES.items()}
    dark = {name: _row(look, path, "dark") for name, path in PAGES.items()}
    done = run("manage", "shell", "-c", RIGHT_TO_LEFT, folder=site.folder, port=site.port)
    assert done.returncode == 0, done.stderr
    for name, path in PAGES.items():
        sheet = _sheet([light[name], dark[name], _row(look, path, "light")])
        sheet.save(IMAGES / "pages" / f"{name}.webp", quality=SHEET_QUALITY, method=6)


def _looking(browser: Browser, address: str) -> Look:
    def look(path: str, width: int, height: int, scheme: Scheme) -> Image.Image:
        page = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        page.goto(address + path, wait_until="networkidle")
        shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
        page.close()
        return shot

    return look


def _row(look: Look, path: str, scheme: Scheme) -> list[Image.Image]:
    """A page at the three widths."""
    return [look(path, width, HEIGHT, scheme).reduce(SHRINK) for width in WIDTHS]


def _sheet(rows: list[list[Image.Image]]) -> Image.Image:
    """The shots beside and below each other, all rows alike."""
    width = sum(shot.width + GAP for shot in rows[0]) + GAP
    height = sum(row[0].height + GAP for row in rows) + GAP
    sheet = Image.new("RGB", (width, height), GROUND)
    y = GAP
    for row in rows:
        x = GAP
        for shot in row:
            sheet.paste(shot, (x, y))
            x += shot.width + GAP
        y += row[0].height + GAP
    return sheet


if __name__ == "__main__":
    main()
