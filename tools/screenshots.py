"""Make the pictures under docs/images anew: `python -m tools.screenshots`.

Runs the sample newsroom and looks at it in Debian's Chromium.
"""

import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.running import ROOT, RunningSite, wait_until

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


def main() -> None:
    chromium = shutil.which("chromium") or sys.exit("Chromium is not here.")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = RunningSite(Path(folder) / "data", log=Path(folder) / "log", is_demo=True)
        site.start()
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            wait_until(lambda: _has_all_sizes(browser, site))
            for name, path, width, height, scheme in SHOTS:
                _shoot(browser, site.address + path, name, (width, height), scheme)
        finally:
            browser.close()
            site.stop()


def _has_all_sizes(browser: Browser, site: RunningSite) -> bool:
    """Whether the worker has rendered the pictures of the front page."""
    page = browser.new_page()
    page.goto(site.address)
    is_ready = page.locator("main img:not([srcset])").count() == 0
    page.close()
    return is_ready


def _shoot(browser: Browser, address: str, name: str, size: tuple[int, int], scheme: str) -> None:
    width, height = size
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page.goto(address, wait_until="networkidle")
    shot = Image.open(BytesIO(page.screenshot()))
    shot.save(IMAGES / f"{name}.webp", quality=QUALITY)
    page.close()


if __name__ == "__main__":
    main()
