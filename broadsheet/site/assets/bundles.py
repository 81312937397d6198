"""Static files: style sheets pressed into one, scripts without their comments, names that carry a
hash, bytes compressed once."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "site/css/broadsheet.css"
SCRIPTS = "site/js/"

_COMMENT_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)

# One file a component; a browser gets them as one, in this order.
STYLE_SHEETS = (
    "fonts",
    "tokens",
    "base",
    "masthead",
    "cards",
    "front",
    "story",
    "ask",
    "blocks",
    "meter",
    "conversation",
    "forms",
    "giving",
    "search",
    "account",
    "subscriptions",
    "print",
)


def without_comments(script: str) -> str:
    """A script of ours without the lines that are comments alone: a sixth of what is sent."""
    return _COMMENT_LINE.sub("", script)


class PressedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, in scripts' imports too, with gzip beside each file."""

    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if not dry_run:
            self._press()
            paths[BUNDLE] = (self, BUNDLE)
            for name in [name for name in paths if name.startswith(SCRIPTS)]:
                self._press_script(name)
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _press_script(self, name: str) -> None:
        words = self.open(name).read().decode()
        self.delete(name)
        self.save(name, ContentFile(without_comments(words).encode()))

    def _press(self) -> None:
        parts = [self.open(f"site/css/{name}.css").read().decode() for name in STYLE_SHEETS]
        self.delete(BUNDLE)
        self.save(BUNDLE, ContentFile("\n".join(parts).encode()))
