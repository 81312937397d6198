"""Why a command does nothing."""


class Refusal(Exception):
    """One clear sentence for whoever ran the command; nothing has been changed."""
