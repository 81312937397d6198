"""Re-make the self-hosted web fonts and their stylesheet.

Only a maintainer who changes the fonts runs this; the results are kept in the repository:

    pip install fonttools brotli
    python -m tools.fonts

It fetches pinned packages with the npm client, limits the weight axis, subsets by script,
writes the woff2 files, their licences and css/fonts.css, prints the sizes, and fails when
they pass the budget. See docs/decisions/0009-fonts.md.

`plan` says what is made, `packages` fetches, `cutting` and `kerning` make a file small, `measure`
fits the fallbacks, `sheet` writes the CSS.
"""
