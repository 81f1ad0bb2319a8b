"""Where the REST interface is."""

from typing import Any

from django.urls import include, path, re_path

from cycles.api.changes import RoadmapChanges, Snapshots
from cycles.api.commitments import Commitments
from cycles.api.dependencies import Dependencies
from cycles.api.epics import Epics
from cycles.api.feeds import Calendars
from cycles.api.frames import Markers, Readings, VisionTargets
from cycles.api.leave import Leaves
from cycles.api.links import EpicLinks
from cycles.api.reviews import Decisions, ReviewQuestions, Reviews
from cycles.api.roadmap import Roadmap
from cycles.api.scope import ScopeItems
from cycles.api.settings import CyclesSettings
from cycles.api.shares import ShareLinks
from cycles.api.tasks import Tasks
from cycles.api.teams import Seats, Teams
from cycles.api.unknowns import Unknowns
from cycles.api.visions import Themes, Visions
from planner.api.activity import Activities
from planner.api.cycles import Cycles
from planner.api.docs import docs, nowhere, schema
from planner.api.members import Members
from planner.api.router import Router
from planner.rest.views import WorkspaceViewSet
from support.api.alerts import Alerts
from support.api.answers import SavedAnswers
from support.api.asking import AskLinks, Requests
from support.api.causes import Causes
from support.api.classification import ClassificationRules
from support.api.clusters import Breaches, Clusters
from support.api.developers import DeveloperTeams, Owned
from support.api.handoffs import Handoffs
from support.api.interruptions import Interruptions
from support.api.outbox import Messages, Notifications, Webhooks
from support.api.ratio import DayCorrections, Ratio
from support.api.settings import DesksSettings, Hearings, NoticesSettings, SlackChannels
from support.api.sources import Deliveries, Sources
from support.api.tickets import Tickets
from support.api.time import TimeEntries, Timers
from support.api.turns import OnSupport, Turns
from support.api.weather import Silences, StormGroups

NOUNS: dict[str, type[WorkspaceViewSet[Any]]] = {
    "cycles": Cycles,
    "epics": Epics,
    "epic-links": EpicLinks,
    "dependencies": Dependencies,
    "unknowns": Unknowns,
    "scope-items": ScopeItems,
    "commitments": Commitments,
    "teams": Teams,
    "seats": Seats,
    "tasks": Tasks,
    "members": Members,
    "leave": Leaves,
    "visions": Visions,
    "themes": Themes,
    "roadmap": Roadmap,
    "reviews": Reviews,
    "decisions": Decisions,
    "review-questions": ReviewQuestions,
    "roadmap/changes": RoadmapChanges,
    "snapshots": Snapshots,
    "readings": Readings,
    "markers": Markers,
    "vision-targets": VisionTargets,
    "share-links": ShareLinks,
    "calendars": Calendars,
    "tickets": Tickets,
    "requests": Requests,
    "ask-links": AskLinks,
    "alerts": Alerts,
    "saved-answers": SavedAnswers,
    "deliveries": Deliveries,
    "sources": Sources,
    "silences": Silences,
    "storm-groups": StormGroups,
    "interruptions": Interruptions,
    "time-entries": TimeEntries,
    "timers": Timers,
    "causes": Causes,
    "ratio": Ratio,
    "day-corrections": DayCorrections,
    "notifications": Notifications,
    "webhooks": Webhooks,
    "webhook-messages": Messages,
    "turns": Turns,
    "on-support": OnSupport,
    "handoffs": Handoffs,
    "cycle-settings": CyclesSettings,
    "desk-settings": DesksSettings,
    "notice-settings": NoticesSettings,
    "hearings": Hearings,
    "slack-channels": SlackChannels,
    "clusters": Clusters,
    "breaches": Breaches,
    "classification-rules": ClassificationRules,
    "developer-teams": DeveloperTeams,
    "owned": Owned,
    "activity": Activities,
}
router = Router()
for noun, view in NOUNS.items():
    router.register(noun, view, basename=noun)

app_name = "api"
urlpatterns = [
    path("w/<slug:slug>/", include(router.urls)),
    path("schema/", schema, name="schema"),
    path("docs/", docs, name="docs"),
    re_path("", nowhere, name="nowhere"),  # whatever else, line breaks included
]
