"""Django's SQLite, with the writers of one process taking turns: see `base.py`."""
