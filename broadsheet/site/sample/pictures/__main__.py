"""Write every picture as a JPEG: ``python -m broadsheet.site.sample.pictures OUT_FOLDER``."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import NAMES, draw

JPEG_QUALITY = 82


def main(arguments: list[str] | None = None) -> int:
    """Draw the catalogue into a folder, one line of output per file."""
    parser = argparse.ArgumentParser(description="Print the sample newsroom's pictures.")
    parser.add_argument("folder", type=Path, help="where to put the JPEGs (made if missing)")
    folder: Path = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        path = folder / f"{name}.jpg"
        picture = draw(name)
        picture.save(path, quality=JPEG_QUALITY, optimize=True, progressive=True)
        print(f"{path}  {picture.width}x{picture.height}  {path.stat().st_size // 1024} KB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
