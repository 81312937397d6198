"""Every write that readers may see, each as the code does it that the site does it with."""

from broadsheet.site.tests.made_of.writes import of_donors, of_editors, of_readers
from broadsheet.site.tests.made_of.writes.table import WRITES, Write

__all__ = ["WRITES", "Write", "of_donors", "of_editors", "of_readers"]
