"""Stories and comments from a WordPress export: `read` the file, `map` its markup, then load."""
