"""The sample newsroom: the paper of an invented harbour town, as files and their loader."""
