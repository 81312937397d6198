"""What the readers tell the floors above them."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class ReaderChanged:
    """A member has another name, or says something else about themselves."""

    reader_id: uuid.UUID


@dataclass(frozen=True)
class ReaderErased:
    """Everything of a reader goes. The row is still there, and is deleted right after this."""

    reader_id: uuid.UUID
