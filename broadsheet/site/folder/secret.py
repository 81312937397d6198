"""The site's secret key: made once, at random, in a file that only its owner may read."""

import os
import secrets
from pathlib import Path

from broadsheet.site.refusal import Refusal

FILE_NAME = "secret_key"
MIN_LENGTH = 50


class SecretKeyError(Refusal):
    """The key's file is missing, or is there and cannot be used."""


def make_secret_key(folder: Path) -> None:
    """Make the key where there is none; two processes at once keep one and the same."""
    path = folder / FILE_NAME
    if path.exists():
        return
    draft = folder / f".{FILE_NAME}.{os.getpid()}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # the other process was first
    finally:
        draft.unlink()


def read_secret_key(folder: Path) -> str:
    """The key of a data folder.

    :raises SecretKeyError: when it is missing, unreadable or too short to be one.
    """
    path = folder / FILE_NAME
    try:
        key = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise SecretKeyError(
            f"{folder} is no data folder yet: it has no {FILE_NAME}. “broadsheet serve” makes it."
        ) from None
    except OSError as error:
        raise SecretKeyError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise SecretKeyError(f"{path} is damaged: it holds bytes that no key has.") from None
    if len(key) < MIN_LENGTH:
        raise SecretKeyError(f"{path} is damaged: a key has at least {MIN_LENGTH} characters.")
    return key
