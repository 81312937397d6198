"""Names that people type and read, each said once; light, for the command line needs them too."""

PREFIX = "BROADSHEET_"  # of every setting in the environment
FOLDER_VARIABLE = PREFIX + "DATA"
DEFAULT_FOLDER = "broadsheet-data"
DESK_PATH = "/desk/"
EDITOR = "editor"  # the first account
