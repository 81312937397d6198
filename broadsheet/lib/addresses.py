"""What a part of an address may be; importing this registers `<word:…>` for url patterns."""

from django.urls import register_converter


class Word:
    """Letters and digits of any script, hyphens and underscores: a slug."""

    regex = r"[-\w]{1,255}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Word, "word")
