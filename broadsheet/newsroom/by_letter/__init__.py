"""What goes out in letters, and comes back by their links.

`writing.py` writes a letter of the house, `links.py` signs what its links stand for, `pages.py` is
how the pages behind them answer.
"""
