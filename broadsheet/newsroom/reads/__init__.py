"""How often stories are read: kept by the hour, ranked for readers, counted for the desk."""
