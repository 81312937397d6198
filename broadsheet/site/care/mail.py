"""A letter to try the way by which letters leave."""

from django.template.loader import render_to_string

from broadsheet.notices.letters import Letter
from broadsheet.notices.trial import try_letter
from broadsheet.site.folder.config import Config
from broadsheet.site.refusal import Refusal


def send_trial_letter(address: str, *, config: Config) -> str:
    """Send one now; returns what has become of it, in words.

    :raises Refusal: when it was not taken.
    """
    reason = try_letter(address, _letter(config))
    if config.mail is None:
        way = f"No mail server is set: the letter lies in {config.folder / 'mail'}."
    else:
        way = f"{config.mail.host}:{config.mail.port} has taken the letter to {address}."
    if reason:
        raise Refusal(f"The letter was not taken: {reason}")
    return way


def _letter(config: Config) -> Letter:
    words = {
        "subject": "Letters go out",
        "paper": "Broadsheet",
        "address": config.address,
        "language": "en",
        "direction": "ltr",
    }
    return Letter(
        subject=words["subject"],
        text=f"If you read this, {config.address} can send letters.\n",
        html=render_to_string("notices/trial.html", words),
    )
