"""What reaches the desk: sources and their deliveries, alerts, tickets."""

from support.models.alerts import Alert, Episode
from support.models.hearing import (
    Escalation,
    EscalationTarget,
    Hearing,
    NoticeSettings,
    SlackChannel,
)
from support.models.outbox import Notification, Outgoing
from support.models.secrets import SeenRequest, SigningCertificate, SigningSecret
from support.models.sources import Delivery, RejectedRequest, Source, SourceToken
from support.models.tickets import DeskSettings, Note, Ticket
from support.models.weather import Silence, StormGroup
from support.models.webhooks import Attempt, Endpoint, Message

__all__ = [
    "Alert",
    "Attempt",
    "Delivery",
    "DeskSettings",
    "Endpoint",
    "Episode",
    "Escalation",
    "EscalationTarget",
    "Hearing",
    "Message",
    "Note",
    "NoticeSettings",
    "Notification",
    "Outgoing",
    "RejectedRequest",
    "SeenRequest",
    "SigningCertificate",
    "SigningSecret",
    "Silence",
    "SlackChannel",
    "Source",
    "SourceToken",
    "StormGroup",
    "Ticket",
]
