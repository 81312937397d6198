"""The style sheet: a rule for each file, and for each face that stands in for one."""

from pathlib import Path

from tools.fonts.measure import scaled
from tools.fonts.plan import BOLD_FROM, BOLD_MEASURED, WEIGHTS, Face, Fallback

# The fallbacks stand in for Latin only: Georgia, Arial and Times also hold other scripts,
# which belong to the faces named for those scripts further along the stack.
FALLBACK_RANGE = "U+0-36F, U+1E00-1EFF, U+2000-22FF"

HEADER = """\
/*
 * Made by tools/fonts/: change that, not this file.
 *
 * Web fonts: Newsreader (roman and italic, 400 to 700) for reading, Public Sans (roman, 400
 * to 700) for the rest. Each has a file for basic Latin and one for the further letters of
 * Turkish, Polish, Czech, Romanian, Hungarian, the Baltic and the Nordic languages. A browser
 * fetches only the files whose letters a page shows.
 *
 * List the families in this order. The faces called Fallback are the reader's own fonts,
 * scaled to the web font so that nothing moves when it arrives; each is missing on some
 * system, and then the next one counts. They hold Latin only, so the named system faces
 * after them get Cyrillic, Greek, Arabic and Hebrew.
 *
 *   serif:
 *     "Newsreader",
 *     "Newsreader Fallback Georgia",      Windows, macOS, iOS
 *     "Newsreader Fallback Noto Serif",   Android, Linux
 *     "Newsreader Fallback Times",        Linux, older systems
 *     Georgia, "PT Serif", "Noto Serif",                            Cyrillic, Greek
 *     "Noto Naskh Arabic", "Geeza Pro", "Sakkal Majalla",           Arabic
 *     "Noto Serif Hebrew", "New Peninim MT", "David",               Hebrew
 *     "Times New Roman", serif
 *
 *   sans:
 *     "Public Sans",
 *     "Public Sans Fallback Arial",       Windows, macOS, iOS, Linux
 *     "Public Sans Fallback Roboto",      Android
 *     "Segoe UI", "Helvetica Neue", "Noto Sans",                    Cyrillic, Greek
 *     "Noto Sans Arabic", "Geeza Pro", "Tahoma",                    Arabic
 *     "Noto Sans Hebrew", "Arial Hebrew",                           Hebrew
 *     Arial, sans-serif
 *
 * Figures are lining in both. Newsreader's are all of one width unless text asks for
 * `font-variant-numeric: proportional-nums`; Public Sans has them the other way round and
 * takes `tabular-nums` in tables. Neither font has arrows, daggers or per mille here: those
 * come from the fallbacks.
 */
"""

# Newsreader's ligature of f and i has no dot, and in Turkish a dotless i is another letter.
TURKIC = ":lang(tr), :lang(az) {\n  font-variant-ligatures: no-common-ligatures;\n}\n"


def face_css(face: Face, points: set[int]) -> str:
    """The @font-face rule of one woff2 file."""
    return (
        f'@font-face {{\n  font-family: "{face.family}";\n  font-style: {face.style};\n'
        f"  font-weight: {WEIGHTS[0]} {WEIGHTS[1]};\n  font-display: swap;\n"
        f'  src: url("../fonts/{face.name}.woff2") format("woff2");\n'
        f"  unicode-range: {unicode_range(points)};\n}}\n"
    )


def fallback_css(fallback: Fallback, folders: dict[str, Path]) -> str:
    """The @font-face rules of one fallback family."""
    regular, bold = f"{WEIGHTS[0]} {BOLD_FROM - 1}", f"{BOLD_FROM} {WEIGHTS[1]}"
    kinds = (
        ("normal", regular, WEIGHTS[0], fallback.regular),
        ("normal", bold, BOLD_MEASURED, fallback.bold),
        ("italic", regular, WEIGHTS[0], fallback.italic),
    )
    rules = []
    for style, weights, measured, names in kinds:
        if not names:
            continue
        local = ", ".join(f'local("{name}")' for name in names)
        metrics = scaled(fallback, measured, style, folders)
        rules.append(
            f'@font-face {{\n  font-family: "{fallback.family}";\n  font-style: {style};\n'
            f"  font-weight: {weights};\n  src: {local};\n{metrics}"
            f"  unicode-range: {FALLBACK_RANGE};\n}}\n"
        )
    return "\n".join(rules)


def unicode_range(points: set[int]) -> str:
    """Write a set of code points as a CSS unicode-range."""
    spans: list[list[int]] = []
    for point in sorted(points):
        if spans and point == spans[-1][1] + 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return ", ".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)
