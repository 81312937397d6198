"""Make all fonts and their style sheet: `python -m tools.fonts`."""

import shutil
import sys
import tempfile
from pathlib import Path

from tools.fonts.cutting import make
from tools.fonts.packages import PACKAGES, fetch
from tools.fonts.plan import (
    BUDGET_ALL,
    BUDGET_FIRST,
    FACES,
    FALLBACKS,
    FONTS,
    LICENCES,
    STYLESHEET,
    Face,
)
from tools.fonts.sheet import HEADER, TURKIC, face_css, fallback_css


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        if build(Path(scratch)):
            return 0
    print("The fonts are over budget.", file=sys.stderr)
    return 1


def build(scratch: Path) -> bool:
    """Make everything; false when the files are over budget."""
    folders = {name.rsplit("/", 1)[-1]: fetch(name, scratch) for name in PACKAGES}
    FONTS.mkdir(parents=True, exist_ok=True)
    STYLESHEET.parent.mkdir(parents=True, exist_ok=True)
    rules, sizes = [], {}
    for face in FACES:
        target = FONTS / f"{face.name}.woff2"
        points = make(face, folders[face.package] / "files" / face.source, target)
        rules.append(face_css(face, points))
        sizes[face] = target.stat().st_size
    rules += [fallback_css(fallback, folders) for fallback in FALLBACKS]
    STYLESHEET.write_text("\n".join([HEADER, *rules, TURKIC]), encoding="utf-8")
    for package, name in LICENCES.items():
        shutil.copyfile(folders[package] / "LICENSE", FONTS / name)
    return report(sizes)


def report(sizes: dict[Face, int]) -> bool:
    """Print the sizes; false when they pass the budget."""
    for face, size in sizes.items():
        print(f"{face.name + '.woff2':36}{size:8,}{'  first' if face.first else ''}")
    first = sum(size for face, size in sizes.items() if face.first)
    everything = sum(sizes.values())
    print(f"{'needed first':36}{first:8,}  of {BUDGET_FIRST:,}")
    print(f"{'all':36}{everything:8,}  of {BUDGET_ALL:,}")
    return first <= BUDGET_FIRST and everything <= BUDGET_ALL


if __name__ == "__main__":
    sys.exit(main())
