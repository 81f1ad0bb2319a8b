"""Cycles with their report, which both rooms write."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.api import cycles
from planner.pages.report import content_of
from planner.rest.fields import MemberName


class ReportShown(serializers.Serializer[Any]):
    """
    What there is to tell of a cycle. Once it was closed here `made_at` is set, and `content`
    never changes; its `schema` counts up when its shape does.
    """

    cycle = serializers.IntegerField()
    made_at = serializers.DateTimeField(allow_null=True)
    made_by = MemberName(allow_null=True)
    content = serializers.DictField()


class Cycles(cycles.Cycles):
    """Cycles, by their number, the earliest first."""

    without_version = ("report", "plan", "last_teams")

    @extend_schema(responses={200: ReportShown})
    @action(detail=True, pagination_class=None, filter_backends=[])
    def report(self, request: Request, **key: str) -> Response:
        """Its report, or how it stands while it runs; of one that is ahead there is none."""
        cycle = self.get_object()
        if cycle.is_ahead:
            raise Http404
        cycle.workspace = self.workspace
        content, report = content_of(cycle, at=timezone.now())
        shown = {
            "cycle": cycle.number,
            "made_at": report and report.made_at,
            "made_by": report and report.made_by,
            "content": content,
        }
        return Response(ReportShown(shown).data)
