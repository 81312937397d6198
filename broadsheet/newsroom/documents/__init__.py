"""Documents for download: which files are taken, and to whom they are sent."""
