"""The conversation at the desk: its queue, its judges' tools, and its rules."""
