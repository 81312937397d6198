"""How the paper is found: heads of pages, structured data, sitemaps, files at known addresses."""
