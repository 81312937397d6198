"""How letters of the newsroom are written: as text and as HTML, in its name and its language."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from broadsheet.newsroom.languages import direction_of
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.notices.letters import Attachment, Letter


def write_letter(
    template: str,
    *,
    subject: str,
    values: Mapping[str, Any],
    newsroom: NewsroomSettings,
    unsubscribe_url: str = "",
    attachments: tuple[Attachment, ...] = (),
) -> Letter:
    """Write a letter from `<template>.txt` and `<template>.html`, in the language now spoken."""
    around = {
        **values,
        "subject": subject,
        "paper": newsroom.name,
        "address": settings.SITE_ADDRESS,
        "language": newsroom.language,
        "direction": direction_of(newsroom.language),
    }
    return Letter(
        subject=subject,
        text=render_to_string(f"{template}.txt", around).strip() + "\n",
        html=render_to_string(f"{template}.html", around),
        unsubscribe_url=unsubscribe_url,
        attachments=attachments,
    )
