"""What readers fill in, checked before anything is written."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from broadsheet.conversation.inline.feedback import shown_passages
from broadsheet.conversation.inline.passages import WordsNotFound, chosen_passage
from broadsheet.conversation.models import (
    NAME_MAX_LENGTH,
    PASSAGE_WORDS_MAX_LENGTH,
    TEXT_MAX_LENGTH,
    Comment,
    Direction,
    NotifyOf,
    Passage,
)
from broadsheet.conversation.order.rulebook import rules
from broadsheet.conversation.reading.queries import published
from broadsheet.conversation.writing.voice import Voice
from broadsheet.lib.text import whole_number
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.typed import MailAddress, PlainLine, PlainText
from broadsheet.readers.names import is_taken


class CommentText(PlainText):
    """What a comment says, checked alike for the first time, an edit and a preview."""

    def __init__(self) -> None:
        super().__init__(
            max_length=TEXT_MAX_LENGTH,
            strip=False,
            error_messages={
                "required": _("Please write something."),
                "max_length": _(
                    "A comment can have at most %(limit_value)s characters; "
                    "this one has %(show_value)s."
                ),
            },
        )


class Answered(forms.Field):
    """The number of what a comment answers, among what may be answered; no query without one."""

    among: Callable[[], QuerySet[Any]]

    def __init__(self, gone: Any) -> None:
        super().__init__(required=False, error_messages={"gone": gone})

    def clean(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        number = whole_number(str(value))
        found = number and self.among().filter(pk=number).first()
        if not found:
            raise ValidationError(self.error_messages["gone"])
        return found


class PreviewForm(forms.Form):
    """The text of a comment alone: to look at it, or to put it in the place of another."""

    text = CommentText()


_WORDS_NOT_FOUND = _(
    "These words are not in the story as it stands now, or they stand there more than once. "
    "Please take them from the story again, with some more words around them."
)


class QuotedWords(PlainText):
    """Words of the story that a reader writes about, as they were selected or typed off."""

    def __init__(self) -> None:
        super().__init__(
            max_length=PASSAGE_WORDS_MAX_LENGTH,
            required=False,
            error_messages={
                "max_length": _(
                    "You can write about at most %(limit_value)s characters of the story; "
                    "these are %(show_value)s."
                ),
            },
        )


class CommentForm(forms.Form):
    """A comment, a reply, or an answer to a question in the text; guests say who they are.

    `quote` are words of the story, `before` and `after` what stands around them there; the form
    finds the passage. The e-mail is never shown, and kept only with a wish to be notified.
    """

    name = PlainLine(
        max_length=NAME_MAX_LENGTH,
        error_messages={
            "required": _("Please say what you want to be called."),
            "max_length": _("A name can have at most %(limit_value)s characters."),
        },
    )
    text = CommentText()
    parent = Answered(_("The comment you are answering is not here any more."))
    passage = Answered(_("The question you are answering is not here any more."))
    quote = QuotedWords()
    before = forms.CharField(required=False, strip=False, max_length=PASSAGE_WORDS_MAX_LENGTH)
    after = forms.CharField(required=False, strip=False, max_length=PASSAGE_WORDS_MAX_LENGTH)

    email = MailAddress(required=False)
    notify_of = forms.ChoiceField(
        choices=[("", _("nothing")), *NotifyOf.choices], required=False, initial=""
    )
    proof = forms.CharField(required=False, max_length=2000)

    def __init__(
        self, *args: Any, article: Article, voice: Voice | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.article = article
        self.voice = voice
        if voice is not None and not voice.is_guest:
            self.fields["name"].required = False
        # Only what belongs to this story can be answered under it.
        self.fields["parent"].among = lambda: published(article)  # type: ignore[attr-defined]
        self.fields["passage"].among = lambda: shown_passages(article)  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """A guest's own choice, but not the name of somebody who signs in or signs stories."""
        if self.voice is not None and not self.voice.is_guest:
            return self.voice.name
        name: str = self.cleaned_data["name"]
        if is_taken(name, by=self.voice.reader if self.voice else None):
            raise ValidationError(
                _(
                    "“%(name)s” is the name of a member or of somebody of the newsroom. "
                    "Please take another, or sign in if it is yours."
                ),
                params={"name": name},
            )
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("notify_of") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Please give the e-mail address that shall be notified."))
        if cleaned.get("parent") and cleaned.get("passage"):
            raise ValidationError(_("A comment answers another comment or a question, not both."))
        if cleaned.get("quote") and not cleaned.get("passage"):
            self._find_quoted(cleaned)
        return cleaned

    @property
    def takes_quotes(self) -> bool:
        """Whether a comment may be about words of the story that its writer chooses."""
        return rules().readers_choose_passages

    def answered_comment(self) -> Comment | None:
        """The comment being answered, if it can be, whether or not the form is valid."""
        return self._chosen("parent")

    def answered_passage(self) -> Passage | None:
        """The question being answered, if it can be, whether or not the form is valid."""
        return self._chosen("passage")

    def _find_quoted(self, cleaned: dict[str, Any]) -> None:
        """Put the passage that the quoted words are into its field."""
        if cleaned.get("parent"):
            self.add_error("quote", _("A reply cannot be about words of the story as well."))
        elif not self.takes_quotes:
            self.add_error("quote", _("Comments on words of the story are not taken here."))
        elif not self.errors:
            around = {name: cleaned[name] for name in ("quote", "before", "after")}
            try:
                cleaned["passage"] = chosen_passage(self.article, **around)
            except WordsNotFound:
                self.add_error("quote", _WORDS_NOT_FOUND)

    def _chosen(self, name: str) -> Any:
        try:
            return self.fields[name].clean(self[name].value())
        except ValidationError:
            return None


TAKE_BACK = "none"


class VoteForm(forms.Form):
    """A vote, up or down, or taking it back."""

    direction = forms.ChoiceField(choices=[*Direction.choices, (TAKE_BACK, _("Take it back"))])

    def chosen(self) -> Direction | None:
        """The direction of a valid vote; None to take it back."""
        direction = self.cleaned_data["direction"]
        return None if direction == TAKE_BACK else Direction(direction)


class SubscriptionForm(forms.Form):
    """ "Notify of": an address, and what it shall hear of."""

    email = MailAddress()
    notify_of = forms.ChoiceField(
        choices=[(n.value, n.label) for n in (NotifyOf.FOLLOW_UPS, NotifyOf.REPLIES)],
        initial=NotifyOf.FOLLOW_UPS,
    )
