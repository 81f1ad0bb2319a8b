"""What is said after a change, with the way back."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def undoable(text: str, *, url: str, name: str = "", value: object = "") -> SafeString:
    """
    Make the text of a message whose Undo button (key Z) posts ``name=value`` to ``url``.

    ``messages.success(request, undoable(_("S-1 resolved"), url=..., name="version", value=4))``
    """
    return format_html(
        '{} <button form="undo" formaction="{}" name="{}" value="{}" data-key="z"><u>{}</u>'
        ' <kbd aria-hidden="true">Z</kbd></button>',
        text,
        url,
        name,
        value,
        _("Undo"),
    )


def offering(text: str, *, url: str, label: str) -> SafeString:
    """Make the text of a message that offers what to do next: a button that posts to ``url``."""
    return format_html(
        '{} <button form="undo" formaction="{}"><u>{}</u></button>', text, url, label
    )


def leading(text: str, *, url: str, label: str) -> SafeString:
    """Make the text of a message with a link to what it tells of."""
    return format_html('{} <a href="{}">{}</a>', text, url, label)
