"""How the funding's views answer a form."""

from django.http import HttpResponseRedirect


def see_other(url: str) -> HttpResponseRedirect:
    """After a form: show the result; a reload sends nothing again. Source: RFC 9110, 15.4.4."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
