"""Static files: style sheets pressed into one, names that carry a hash, bytes compressed once."""

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "site/css/broadsheet.css"

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


class PressedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, in scripts' imports too, with gzip beside each file."""

    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if not dry_run:
            self._press()
            paths[BUNDLE] = (self, BUNDLE)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _press(self) -> None:
        parts = [self.open(f"site/css/{name}.css").read().decode() for name in STYLE_SHEETS]
        self.delete(BUNDLE)
        self.save(BUNDLE, ContentFile("\n".join(parts).encode()))
