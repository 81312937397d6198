"""The rules of the funding: as they stand, as they are stored, and how they are changed."""

from broadsheet.funding.models import FundingRules
from broadsheet.newsroom.house_rules import HouseRules

_house: HouseRules[FundingRules] = HouseRules(FundingRules)

rules = _house.now
stored_rules = _house.stored
change_rules = _house.change
