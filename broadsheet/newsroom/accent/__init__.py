"""The newsroom's own colour: what becomes of it on light and dark, and the sheet that says so."""
