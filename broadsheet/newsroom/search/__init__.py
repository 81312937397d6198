"""Readers' search over a table of our own: folding words, indexing stories, finding them."""
