"""Who is told of what, escalation, and webhooks; below ``/w/<slug>/``."""

from typing import Final

from django.urls import URLPattern, path

from support.views import escalation, notices, webhooks

_SLACK: Final = "settings/notices/slack/"
_ENDPOINT: Final = "settings/webhooks/<int:pk>/"
_MESSAGE: Final = f"{_ENDPOINT}messages/<int:message>/"

patterns: list[URLPattern] = [
    path("notifications/", notices.notifications, name="notifications"),
    path("notifications/read/", notices.read_all, name="read_notifications"),
    path("notifications/<int:pk>/read/", notices.read, name="read_notification"),
    path("settings/hearing/", notices.hearing, name="hearing"),
    path("settings/notices/", notices.notices, name="notices"),
    path("settings/notices/mail/", notices.try_mail, name="try_mail"),
    path(_SLACK, notices.add_slack, name="add_slack"),
    path(f"{_SLACK}<int:pk>/remove/", notices.remove_slack, name="remove_slack"),
    path(f"{_SLACK}<int:pk>/try/", notices.try_slack, name="try_slack"),
    path("settings/escalation/", escalation.escalation, name="escalation"),
    path("settings/webhooks/", webhooks.webhooks, name="webhooks"),
    path("settings/webhooks/new/", webhooks.add, name="add_endpoint"),
    path(_ENDPOINT, webhooks.endpoint, name="endpoint"),
    path(f"{_ENDPOINT}secret/", webhooks.secret, name="endpoint_secret"),
    path(f"{_ENDPOINT}try/", webhooks.try_out, name="try_endpoint"),
    path(f"{_ENDPOINT}on/", webhooks.turn_on, name="turn_on_endpoint"),
    path(f"{_ENDPOINT}remove/", webhooks.remove, name="remove_endpoint"),
    path(_MESSAGE, webhooks.message, name="message"),
    path(f"{_MESSAGE}resend/", webhooks.resend, name="resend_message"),
]
