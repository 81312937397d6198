"""Feeds: what a channel holds, how RSS and Atom write it, and the newsroom's own channels."""
