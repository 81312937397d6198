"""A conversation as readers see it: its order, its lines, its counts."""
