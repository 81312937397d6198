"""The page store: pages in memory, and on disk across restarts, both bounded."""
