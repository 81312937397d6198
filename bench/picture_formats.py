"""How large the sample's pictures are as WebP, AVIF and JPEG, and what it costs to make them.

    python bench/picture_formats.py

For docs/decisions/0012-picture-formats.md. CPU time, one thread; the error is the root mean square
of the difference from the source, over the three colours.
"""

from io import BytesIO
from math import sqrt
from statistics import mean
from time import process_time
from typing import Any

from PIL import Image, ImageChops, ImageStat

from broadsheet.site.sample.files import story_files
from broadsheet.site.sample.pictures import draw

PICTURES = 8
WIDTHS = (480, 960, 1600)
FORMATS: dict[str, dict[str, Any]] = {
    "WebP 78": {"format": "WEBP", "quality": 78},
    "AVIF 61, speed 6": {"format": "AVIF", "quality": 61, "speed": 6, "max_threads": 1},
    "AVIF 50, speed 8": {"format": "AVIF", "quality": 50, "speed": 8, "max_threads": 1},
    "AVIF 65, speed 8": {"format": "AVIF", "quality": 65, "speed": 8, "max_threads": 1},
    "JPEG 80": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
}


def main() -> None:
    """Print one line for each width and format."""
    names = [file.slug for file in story_files()][:PICTURES]
    sources = [draw(name, width=1600, height=900).convert("RGB") for name in names]
    for width in WIDTHS:
        small = [source.resize((width, width * 9 // 16)) for source in sources]
        for name, options in FORMATS.items():
            sizes, seconds, errors = zip(*(_encoded(each, options) for each in small), strict=True)
            print(
                f"{width:5} {name:18} {mean(sizes) / 1000:6.0f} kB "
                f"{mean(seconds) * 1000:5.0f} ms  error {mean(errors):4.1f}"
            )


def _encoded(image: Image.Image, options: dict[str, Any]) -> tuple[int, float, float]:
    out = BytesIO()
    began = process_time()
    image.save(out, **options)
    seconds = process_time() - began
    again = Image.open(BytesIO(out.getvalue())).convert("RGB")
    difference = ImageStat.Stat(ImageChops.difference(image, again)).rms
    return len(out.getvalue()), seconds, sqrt(mean(error**2 for error in difference))


if __name__ == "__main__":
    main()
