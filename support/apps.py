"""Registers the support app."""

from django.apps import AppConfig

from cycles.signals import cycle_closing
from planner.signals import member_left, workspace_created


class SupportConfig(AppConfig):
    name = "support"

    def ready(self) -> None:
        # Models and sentences can only be imported once all apps are there.
        from cycles.models import CalendarFeed
        from cycles.queries import epic_parts, ical, vision_share
        from planner.activity import recorded
        from planner.telling import register
        from support import sentences_of_clusters
        from support.queries.epic_causes import epic_causes
        from support.queries.epic_log import epic_log
        from support.queries.lead_calendar import lead_entries
        from support.queries.ratio_vision import kept_proactive, proactive_so_far
        from support.receivers import let_go, make_settings, tell_people, write_report_part
        from support.sentences import SENTENCES
        from support.sentences_ratio import SENTENCES as OF_RATIO

        register(SENTENCES)
        register(sentences_of_clusters.SENTENCES)
        register(OF_RATIO)
        for kind in (CalendarFeed.Kind.LEAD_DAYS, CalendarFeed.Kind.ROTATION):
            ical.register(kind, lead_entries)
        vision_share.register(vision_share.Counted(kept_proactive, proactive_so_far))
        epic_parts.register("support/_epic_log.html", epic_log, place=1)
        epic_parts.register("support/_epic_causes.html", epic_causes, place=3, column="right")
        member_left.connect(let_go, dispatch_uid="support.let_go")
        workspace_created.connect(make_settings, dispatch_uid="support.make_settings")
        cycle_closing.connect(write_report_part, dispatch_uid="support.write_report_part")
        recorded.connect(tell_people, dispatch_uid="support.tell_people")
