"""What reaches the desk: sources and their deliveries, alerts, tickets."""

from support.models.alerts import Alert, Episode
from support.models.answers import SavedAnswer
from support.models.secrets import SeenRequest, SigningCertificate, SigningSecret
from support.models.sources import Delivery, RejectedRequest, Source, SourceToken
from support.models.tickets import DeskSettings, Note, Ticket
from support.models.weather import Silence, StormGroup
from support.models.words import TicketWords

__all__ = [
    "Alert",
    "Delivery",
    "DeskSettings",
    "Episode",
    "Note",
    "RejectedRequest",
    "SavedAnswer",
    "SeenRequest",
    "SigningCertificate",
    "SigningSecret",
    "Silence",
    "Source",
    "SourceToken",
    "StormGroup",
    "Ticket",
    "TicketWords",
]
