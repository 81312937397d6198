from broadsheet.site.assets.bundles import without_comments


def test_lines_that_are_comments_alone_are_left_out() -> None:
    script = '// What it does.\nlet url = "https://x.example//y";\n  // Why.\n\n  go(url); // now\n'

    pressed = without_comments(script)

    assert pressed == 'let url = "https://x.example//y";\n\n  go(url); // now\n'
