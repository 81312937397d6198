"""Comments by the hundred, over HTTP, with all the rules on: see `bench/comments.py`."""
