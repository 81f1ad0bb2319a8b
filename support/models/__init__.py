"""What reaches the desk: sources and their deliveries, alerts, tickets; the time it takes."""

from support.models.alerts import Alert, Episode
from support.models.answers import SavedAnswer
from support.models.asking import AskLink, FollowUp, Inquiry, Letter, StatusKey
from support.models.causes import Cause
from support.models.classification import ClassificationRule, DeveloperTeam, OwnedNamespace
from support.models.clusters import Breach, Cluster, LastValue, Point, Threshold
from support.models.hearing import (
    Escalation,
    EscalationTarget,
    Hearing,
    NoticeSettings,
    SlackChannel,
)
from support.models.interruptions import Interruption
from support.models.outbox import Notification, Outgoing
from support.models.ratio import DayCorrection, KeptRatio
from support.models.remedies import Remedy
from support.models.rotation import HandoffNote, LeadDay
from support.models.secrets import SeenRequest, SigningCertificate, SigningSecret
from support.models.sources import Delivery, RejectedRequest, Source, SourceToken
from support.models.tickets import DeskSettings, Note, Ticket
from support.models.time import TimeEntry, Timer
from support.models.weather import Silence, StormGroup
from support.models.webhooks import Attempt, Endpoint, Message
from support.models.words import TicketWords

__all__ = [
    "Alert",
    "AskLink",
    "Attempt",
    "Breach",
    "Cause",
    "ClassificationRule",
    "Cluster",
    "DayCorrection",
    "Delivery",
    "DeskSettings",
    "DeveloperTeam",
    "Endpoint",
    "Episode",
    "Escalation",
    "EscalationTarget",
    "FollowUp",
    "HandoffNote",
    "Hearing",
    "Inquiry",
    "Interruption",
    "KeptRatio",
    "LastValue",
    "LeadDay",
    "Letter",
    "Message",
    "Note",
    "NoticeSettings",
    "Notification",
    "Outgoing",
    "OwnedNamespace",
    "Point",
    "RejectedRequest",
    "Remedy",
    "SavedAnswer",
    "SeenRequest",
    "SigningCertificate",
    "SigningSecret",
    "Silence",
    "SlackChannel",
    "Source",
    "SourceToken",
    "StatusKey",
    "StormGroup",
    "Threshold",
    "Ticket",
    "TicketWords",
    "TimeEntry",
    "Timer",
]
