"""The newsroom's accent colour: whether it can be read, and what it becomes in the dark.

Colours are written as "#rrggbb". The grounds are those of static/site/css/tokens.css.
"""

import colorsys
import re

LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3, for text of any size
DARK_CONTRAST = 7.0  # of the variant for dark mode, which we choose ourselves

LIGHT_GROUNDS = ("#fcfaf5", "#f3efe6")  # --paper, --paper-sunk
DARK_GROUNDS = ("#161512", "#201e1a")
LIGHT_INK, DARK_INK = "#ffffff", "#1c1008"  # what is written on the accent itself

HEX = re.compile(r"#[0-9a-f]{6}")
STEPS = 255

Rgb = tuple[float, float, float]


def is_colour(words: str) -> bool:
    """Whether `words` is a colour in lower case, such as "#9e2b18"."""
    return HEX.fullmatch(words) is not None


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21.

    Source: WCAG 2.2, definition of contrast ratio.
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def contrast_on_paper(accent: str) -> float:
    """The contrast of an accent with the light ground on which it is read worst."""
    return _worst(accent, LIGHT_GROUNDS)


def readable_accent(accent: str) -> str:
    """The colour nearest to `accent` that can be read on paper: itself, or as dark as it takes."""
    return _first_readable(accent, LIGHT_GROUNDS, least=LEAST_CONTRAST, towards=0)


def accent_in_the_dark(accent: str) -> str:
    """The same hue, as light as reading on the dark paper takes."""
    return _first_readable(accent, DARK_GROUNDS, least=DARK_CONTRAST, towards=1)


def accent_sheet(accent: str) -> str:
    """The style sheet that gives our tokens another accent, in light and in dark."""
    light = f":root{{--accent:{accent};--accent-ink:{LIGHT_INK}}}"
    dark = f":root{{--accent:{accent_in_the_dark(accent)};--accent-ink:{DARK_INK}}}"
    return f"{light}\n@media (prefers-color-scheme:dark){{{dark}}}\n"


def _first_readable(colour: str, grounds: tuple[str, ...], *, least: float, towards: int) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    for step in range(STEPS + 1):
        moved = lightness + (towards - lightness) * step / STEPS
        found = _hex(colorsys.hls_to_rgb(hue, moved, saturation)) if step else colour
        if _worst(found, grounds) >= least:
            break
    return found  # black and white, where every way ends, are read on any paper


def _worst(colour: str, grounds: tuple[str, ...]) -> float:
    return min(contrast(colour, ground) for ground in grounds)


def _luminance(colour: str) -> float:
    """Source: WCAG 2.2, definition of relative luminance."""
    red, green, blue = map(_linear, _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in rgb)
