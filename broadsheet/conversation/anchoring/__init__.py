"""Where the words of a passage stand in a new revision of its story, or that they are gone.

Pure decisions over values. `quote_of` remembers a passage, `reanchor` finds it again.
"""

from broadsheet.conversation.anchoring.ladder import reanchor
from broadsheet.conversation.anchoring.passages import Block, How, Place, Quote, quote_of

__all__ = ["Block", "How", "Place", "Quote", "quote_of", "reanchor"]
