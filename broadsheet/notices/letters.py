"""Letters, and who composes which kind: the table stands in `site/wiring.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from broadsheet.notices.models import Notice


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter. `name` is plain ASCII, `media_type` as "application/pdf"."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What one letter says; with `unsubscribe_url` one click in the mail program ends them.

    That address must take a POST without cookies (RFC 8058). `html` may be empty. Attachments
    are made when the letter is sent, and are never kept in the outbox.
    """

    subject: str
    text: str
    html: str = ""
    unsubscribe_url: str = ""
    attachments: tuple[Attachment, ...] = ()


# Gets the address and all the notices that the letter gathers, oldest first. None: there is
# nothing left to say, as when the comment was withdrawn or the subscription has ended since.
Composer = Callable[[str, Sequence[Notice]], Letter | None]

# The kind of a letter that was ready when it was posted.
READY = "ready"

_composers: dict[str, Composer] = {}


class NoComposerError(LookupError):
    """Nobody composes letters of this kind."""


def register(composers: Mapping[str, Composer]) -> None:
    """Install the table of composers by kind; called once, at start."""
    _composers.clear()
    _composers.update(composers)
    _composers[READY] = _ready_letter


def compose(kind: str, *, address: str, notices: Sequence[Notice]) -> Letter | None:
    """Have the letter written.

    :raises NoComposerError: when nobody writes letters of this kind.
    """
    composer = _composers.get(kind)
    if composer is None:
        raise NoComposerError(f"Nobody composes letters of the kind “{kind}”.")
    return composer(address, notices)


def as_about(letter: Letter) -> dict[str, str]:
    """A ready letter as what its notice is about.

    :raises ValueError: for one with attachments, which are no words to be kept.
    """
    words = asdict(letter)
    if words.pop("attachments"):
        raise ValueError("A letter with attachments has a composer.")
    # PostgreSQL's JSON cannot hold NUL.
    return {name: value.replace("\0", "") for name, value in words.items()}


def _ready_letter(address: str, notices: Sequence[Notice]) -> Letter | None:
    return Letter(**notices[-1].about)
