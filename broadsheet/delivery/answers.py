"""Answers that are no pages."""

from django.http import HttpResponse, HttpResponseRedirect


def see_other(url: str) -> HttpResponse:
    """After a form: show the result; a reload sends nothing again. Source: RFC 9110, 15.4.4."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
