"""What documents carry, said where several are uploaded at once."""

from django import template
from django.utils.functional import Promise

from broadsheet.newsroom.writing.document_form import WHAT_DOCUMENTS_CARRY

register = template.Library()


@register.simple_tag
def what_documents_carry() -> Promise:
    """The warning that the form of one document shows as well."""
    return WHAT_DOCUMENTS_CARRY
