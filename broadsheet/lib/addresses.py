"""What a part of an address may be; importing this registers `<word:…>` and `<number:…>` for url
patterns.
"""

from django.urls import register_converter


class Word:
    """Letters and digits of any script, hyphens and underscores: a slug."""

    regex = r"[-\w]{1,255}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Number:
    """A positive whole number that a database can hold, in the one way it is written."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Word, "word")
register_converter(Number, "number")
