"""What a browser loads for each kind of page, gzipped: `python -m bench.page_weight`."""

import gzip
import re
import tempfile
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

from tests.running import RunningSite

# Budgets in KB gzipped: HTML, scripts, style sheets.
PAGES = {
    "story, no comments": ("/stories/net-loft/", (14, 15, 12)),
    "story, 200 comments": ("/stories/storm-gate/", (25, 15, 12)),
    "front": ("/", (14, 6, 12)),
    "topic": ("/topics/harbour/", (14, 6, 12)),
    "running story": ("/topics/storm-gate-story/", (14, 6, 12)),
    "author": ("/authors/wen-okafor/", (14, 6, 12)),
    "corrections": ("/corrections/", (14, 6, 12)),
    "search": ("/search/?q=gate", (14, 6, 12)),
    "support": ("/support/", (14, 6, 12)),
}
# In KB: all fonts of the Latin script, and what of them is fetched before the first text stands.
FONT_BUDGETS = (130, 60)
# What a script names is counted whether or not a reader comes to need it: also what is imported
# later, and the worker that a form names.
IMPORT = re.compile(r'(?:from\s+|import\s*\(\s*)"\./([^"]+)"')
WORKER = re.compile(r'data-solver="([^"]+)"')


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = RunningSite(Path(folder) / "data", log=Path(folder) / "log", is_demo=True)
        site.start()
        try:
            for name, (path, budgets) in PAGES.items():
                _weigh(site.address, name, path, budgets)
            _weigh_fonts(site.address)
        finally:
            site.stop()


def _weigh(address: str, name: str, path: str, budgets: tuple[int, int, int]) -> None:
    html = _get(address + path)
    text = html.decode()
    sheets = [_get(address + href) for href in re.findall(r'stylesheet" href="([^"]+)', text)]
    named = re.findall(r'script type="module" src="([^"]+)', text) + WORKER.findall(text)
    scripts = _scripts(address, set(named))
    weights = [_kilobytes([html]), _kilobytes(scripts), _kilobytes(sheets)]
    parts = zip(("HTML", "script", "CSS"), weights, budgets, strict=True)
    print(f"{name:20}", *(f"{part} {kb:4.1f} of {budget} KB" for part, kb, budget in parts))


def _weigh_fonts(address: str) -> None:
    """Fonts are compressed already. The first ones are those that a page asks for by itself."""
    page = _get(f"{address}/").decode()
    first = set(re.findall(r'preload" href="([^"]+\.woff2)', page))
    [sheet] = re.findall(r'stylesheet" href="([^"]+broadsheet[^"]+)', page)
    folder = f"{address}{sheet.rsplit('/', 1)[0]}/"
    named = re.findall(r'url\("?([^")]+\.woff2)', _get(address + sheet).decode())
    every = {urljoin(folder, font).removeprefix(address) for font in named}
    for what, fonts, budget in zip(("all", "first"), (every, first), FONT_BUDGETS, strict=True):
        weight = sum(len(_get(address + font)) for font in fonts) / 1024
        print(f"fonts, {what:13} {weight:5.1f} of {budget} KB, {len(fonts)} files")


def _scripts(address: str, paths: set[str]) -> list[bytes]:
    """The scripts of a page, and those that they import."""
    found: dict[str, bytes] = {}
    while missing := paths - found.keys():
        for path in missing:
            found[path] = _get(address + path)
            folder = path.rsplit("/", 1)[0]
            paths |= {f"{folder}/{name}" for name in IMPORT.findall(found[path].decode())}
    return list(found.values())


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=30) as response:
        body: bytes = response.read()
        return body


def _kilobytes(files: list[bytes]) -> float:
    return sum(len(gzip.compress(file, 6)) for file in files) / 1024


if __name__ == "__main__":
    main()
