"""What is looked for: the tokens of a quote and of what stood around it."""

from dataclasses import dataclass

from broadsheet.conversation.anchoring.passages import Block, Quote
from broadsheet.conversation.anchoring.tokens import Text, Token


@dataclass(frozen=True)
class Sought:
    """A quote as tokens; `lead` and `trail` are what it leaves out of its first and last word."""

    quote: Quote
    keys: list[str]
    before: list[str]
    after: list[str]
    lead: int
    trail: int

    @property
    def pattern(self) -> list[str]:
        return [*self.before, *self.keys, *self.after]


def sought(quote: Quote) -> Sought:
    start = len(quote.before)
    end = start + len(quote.words)
    # In one piece, so that a word cut by the quote's edge is the word it is in the story.
    tokens = Text.of([Block("", quote.before + quote.words + quote.after)]).tokens
    inside = [token for token in tokens if token.end > start and token.start < end]
    return Sought(
        quote=quote,
        keys=_keys(inside),
        before=_keys([token for token in tokens if token.end <= start]),
        after=_keys([token for token in tokens if token.start >= end]),
        lead=max(0, start - inside[0].start) if inside else 0,
        trail=max(0, inside[-1].end - end) if inside else 0,
    )


def _keys(tokens: list[Token]) -> list[str]:
    return [token.key for token in tokens]
