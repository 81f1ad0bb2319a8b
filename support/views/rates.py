"""Telling who asks too often, in the form that they sent, so that nothing typed is lost."""

from math import ceil

from django import forms
from django.http import HttpResponse

from support.actions.rates import too_many


def refuse(form: forms.Form, wait: float) -> int:
    """Say it in the form; the status to answer with."""
    form.add_error(None, too_many(wait))
    return 429


def with_retry(response: HttpResponse, wait: float) -> HttpResponse:
    if wait:
        response.headers["Retry-After"] = str(ceil(wait))
    return response
