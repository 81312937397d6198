"""The rule of rights: no public page without a picture's words, its credit and a valid licence.

`rule.py` is the rule itself, `uses.py` where pictures stand, `publication.py` what a story needs to
go public, `keeping.py` what a picture in use must keep, `ending.py` licences that end.
"""

from broadsheet.newsroom.rights.ending import pictures_ending, today_in_newsroom
from broadsheet.newsroom.rights.rule import Lack, Place, lacks, missing_rights, say

__all__ = [
    "Lack",
    "Place",
    "lacks",
    "missing_rights",
    "pictures_ending",
    "say",
    "today_in_newsroom",
]
