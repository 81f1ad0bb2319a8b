"""What reaches the desk: sources and their deliveries, alerts, tickets; the time it takes."""

from support.models.alerts import Alert, Episode
from support.models.causes import Cause
from support.models.classification import ClassificationRule, DeveloperTeam, OwnedNamespace
from support.models.interruptions import Interruption
from support.models.secrets import SeenRequest, SigningCertificate, SigningSecret
from support.models.sources import Delivery, RejectedRequest, Source, SourceToken
from support.models.tickets import DeskSettings, Note, Ticket
from support.models.time import TimeEntry, Timer
from support.models.weather import Silence, StormGroup

__all__ = [
    "Alert",
    "Cause",
    "ClassificationRule",
    "Delivery",
    "DeskSettings",
    "DeveloperTeam",
    "Episode",
    "Interruption",
    "Note",
    "OwnedNamespace",
    "RejectedRequest",
    "SeenRequest",
    "SigningCertificate",
    "SigningSecret",
    "Silence",
    "Source",
    "SourceToken",
    "StormGroup",
    "Ticket",
    "TimeEntry",
    "Timer",
]
