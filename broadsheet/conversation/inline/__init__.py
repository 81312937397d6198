"""Inline feedback: passages of a story, their marks, and where they stand in each revision."""
