"""Comments and votes on their way in: who speaks, what is taken, what is refused."""
