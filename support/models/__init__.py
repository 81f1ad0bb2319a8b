"""What reaches the desk: sources and their deliveries, alerts, tickets."""

from support.models.alerts import Alert, Episode
from support.models.asking import AskLink, FollowUp, Inquiry, Letter, StatusKey
from support.models.secrets import SeenRequest, SigningCertificate, SigningSecret
from support.models.sources import Delivery, RejectedRequest, Source, SourceToken
from support.models.tickets import DeskSettings, Note, Ticket
from support.models.weather import Silence, StormGroup

__all__ = [
    "Alert",
    "AskLink",
    "Delivery",
    "DeskSettings",
    "Episode",
    "FollowUp",
    "Inquiry",
    "Letter",
    "Note",
    "RejectedRequest",
    "SeenRequest",
    "SigningCertificate",
    "SigningSecret",
    "Silence",
    "Source",
    "SourceToken",
    "StatusKey",
    "StormGroup",
    "Ticket",
]
