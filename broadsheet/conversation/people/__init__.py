"""What is a reader's own: their page, their profile, and leaving with everything."""
