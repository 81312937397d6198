"""What members fill in, checked before anything is written or mailed."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from broadsheet.lib.text import has_controls, is_blank, tidy_paragraphs
from broadsheet.readers.members.codes import tidy_address
from broadsheet.readers.models import ABOUT_LENGTH, NAME_LENGTH
from broadsheet.readers.names import BadName, NameWithoutLetters, tidy_name

ADDRESS_LENGTH = 254
NAME_TAKEN = _("Somebody else is called that, or something that looks like it.")


class AddressForm(forms.Form):
    """An e-mail address, to which a code goes."""

    email = forms.CharField(
        max_length=ADDRESS_LENGTH,
        error_messages={"required": _("Please type your e-mail address.")},
    )

    def clean_email(self) -> str:
        address = tidy_address(self.cleaned_data["email"])
        try:
            validate_email(address)
        except ValidationError:
            raise ValidationError(_("This is not an e-mail address.")) from None
        if len(address) > ADDRESS_LENGTH:
            raise ValidationError(_("This is not an e-mail address."))
        return address


class CodeForm(forms.Form):
    """The code from the letter, as people type it."""

    code = forms.CharField(
        max_length=40, error_messages={"required": _("Please type the code from the letter.")}
    )

    def refuse(self, attempts_left: int) -> None:
        words = ngettext(
            "This is not the code. You can try once more.",
            "This is not the code. You can try %(number)s more times.",
            attempts_left,
        )
        self.add_error("code", words % {"number": attempts_left})


class NameForm(forms.Form):
    """The name that everybody will see."""

    display_name = forms.CharField(
        strip=False, error_messages={"required": _("Please say what you want to be called.")}
    )
    is_mine = forms.BooleanField(required=False)

    def clean_display_name(self) -> str:
        name = self.cleaned_data["display_name"]
        if len(name) > NAME_LENGTH:
            raise ValidationError(
                _("A name can have at most %(limit)s characters."), params={"limit": NAME_LENGTH}
            )
        try:
            return tidy_name(name)
        except NameWithoutLetters:
            raise ValidationError(_("A name needs a letter or a digit.")) from None
        except BadName:
            raise ValidationError(
                _("This name cannot be read: what is in it is invisible.")
            ) from None

    def refuse_name(self) -> None:
        self.add_error("display_name", NAME_TAKEN)


class ProfileForm(NameForm):
    """What everybody can see of a member."""

    about = forms.CharField(required=False, strip=False)

    def clean_about(self) -> str:
        about: str = self.cleaned_data["about"]
        # Line ends come as two characters. Length comes first: tidying takes long on long marks.
        if len(about.replace("\r\n", "\n")) > ABOUT_LENGTH:
            raise ValidationError(
                _("About you: at most %(limit)s characters."), params={"limit": ABOUT_LENGTH}
            )
        if has_controls(about):
            raise ValidationError(_("There are invisible control characters in this text."))
        tidy = tidy_paragraphs(about)
        return "" if is_blank(tidy) else tidy[:ABOUT_LENGTH]
