"""What somebody asked themselves, and the link for people without an account."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from planner.access import Permission, may_ask, may_change_settings, may_enter
from planner.kit.secrets import NewToken
from planner.models import Member
from planner.rest.fields import MemberName, address
from planner.rest.views import WorkspaceViewSet, verb
from support.actions.ask_links import make_ask_link, revoke_ask_link
from support.actions.asking import ask_again, ask_desk, call_solved, call_unsolved, write_more
from support.actions.rates import too_many, wait_of, wait_to_write
from support.models import AskLink, FollowUp, Inquiry, Note, Ticket

ASKED_BY_PEOPLE = [choice for choice in Ticket.Kind.choices if choice[0] != Ticket.Kind.ALERT]


class TooMuchAtOnce(APIException):
    status_code = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, wait: float) -> None:
        super().__init__(too_many(wait))
        self.wait = wait


class RequestShown(serializers.ModelSerializer[Inquiry]):
    """What one asked oneself, without what only the team may know."""

    key = serializers.CharField(read_only=True)
    kind = serializers.ChoiceField(Ticket.Kind.choices, source="ticket.kind", read_only=True)
    state = serializers.ChoiceField(Ticket.State.choices, source="ticket.state", read_only=True)
    title = serializers.CharField(source="ticket.title", read_only=True)
    text = serializers.CharField(source="ticket.text", read_only=True)
    assignee = MemberName(source="ticket.assignee", read_only=True, allow_null=True)
    opened_at = serializers.DateTimeField(source="ticket.opened_at", read_only=True)
    first_answer_at = serializers.DateTimeField(
        source="ticket.first_answer_at", read_only=True, allow_null=True
    )
    resolved_at = serializers.DateTimeField(
        source="ticket.resolved_at", read_only=True, allow_null=True
    )
    url = serializers.SerializerMethodField()

    class Meta:
        model = Inquiry
        fields = (
            "key", "kind", "state", "title", "text", "reason", "team", "assignee", "opened_at",
            "first_answer_at", "resolved_at", "url",
        )  # fmt: skip
        read_only_fields = fields

    def get_url(self, inquiry: Inquiry) -> str:
        slug = inquiry.ticket.workspace.slug
        return address(reverse("support:asked", args=[slug, inquiry.key]))


class RequestAsked(serializers.Serializer[Any]):
    """What one needs; an urgent request says in `reason` why it cannot wait."""

    kind = serializers.ChoiceField(ASKED_BY_PEOPLE)
    title = serializers.CharField(max_length=300)
    text = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True)
    team = serializers.CharField(max_length=80, required=False, allow_blank=True)


class AnswerShown(serializers.ModelSerializer[Note]):
    """What the team answered."""

    by = MemberName(read_only=True)

    class Meta:
        model = Note
        fields = ("id", "text", "at", "by")
        read_only_fields = fields


class FollowUpShown(serializers.ModelSerializer[FollowUp]):
    """What one wrote after one's first words."""

    class Meta:
        model = FollowUp
        fields = ("id", "text", "at")
        read_only_fields = fields


class FollowUpAsked(serializers.ModelSerializer[FollowUp]):
    text = serializers.CharField(max_length=20_000)

    class Meta:
        model = FollowUp
        fields = ("text",)


class UnsolvedAsked(serializers.Serializer[Any]):
    """What is missing may be said."""

    text = serializers.CharField(max_length=20_000, required=False, allow_blank=True)


def ask(member: Member, given: dict[str, Any], by: dict[str, Any]) -> Inquiry:
    """:raises TooMuchAtOnce: the member asked too often."""
    if wait := wait_of(member):
        raise TooMuchAtOnce(wait)
    return ask_desk(workspace=member.workspace, **given, **by)


class Requests(WorkspaceViewSet[Inquiry]):
    """What one asked oneself, the latest first. Nobody sees those of others here."""

    queryset: Any = Inquiry.objects.select_related("ticket__workspace", "ticket__assignee__person")
    serializer_class = RequestShown
    lookup_field = "ticket__number"
    lookup_url_kwarg = "key"
    lookup_value_regex = "S-[0-9]{1,9}"
    in_workspace = "ticket__workspace"
    reading: ClassVar[Permission] = staticmethod(may_enter)
    may = dict.fromkeys(
        ("create", "solve", "reopen", "ask_again", "write"),
        staticmethod(may_ask),
    )
    asks = {
        "create": RequestAsked,
        "reopen": UnsolvedAsked,
        "ask_again": UnsolvedAsked,
        "write": FollowUpAsked,
    }
    without_version = ("answers", "messages", "write", "ask_again")

    def get_queryset(self) -> QuerySet[Inquiry]:
        rows = super().get_queryset()
        return (
            rows if getattr(self, "swagger_fake_view", False) else rows.filter(member=self.member)
        )

    def create(self, request: Request, **key: str) -> Response:
        """Ask the desk."""
        return self.show_now(ask(self.member, self.given(), self.by), HTTPStatus.CREATED)

    @verb
    def solve(self, request: Request, **key: str) -> Response:
        """Say that nothing more is needed."""
        inquiry = self._own()
        call_solved(inquiry=inquiry, at=self.by["at"])
        return self.show_now(inquiry)

    @verb
    def reopen(self, request: Request, **key: str) -> Response:
        """Say that it is not solved, as long as the desk lets it be reopened; then `ask-again`."""
        inquiry = self._own()
        call_unsolved(inquiry=inquiry, at=self.by["at"], **self.given())
        return self.show_now(inquiry)

    @extend_schema(responses={201: RequestShown})
    @verb
    def ask_again(self, request: Request, **key: str) -> Response:
        """Go on with what was solved too long ago to be reopened, as a new request: shows that."""
        again = ask_again(inquiry=self._own(), at=self.by["at"], **self.given())
        return self.show_now(again, HTTPStatus.CREATED)

    @extend_schema(responses={200: AnswerShown(many=True)})
    @action(detail=True, pagination_class=None, filter_backends=[])
    def answers(self, request: Request, **key: str) -> Response:
        """What the team answered, the earliest first."""
        notes = self.get_object().ticket.notes.filter(kind=Note.Kind.ANSWER)
        return Response(AnswerShown(notes.select_related("by__person"), many=True).data)

    @extend_schema(responses={200: FollowUpShown(many=True)})
    @action(detail=True, pagination_class=None, filter_backends=[])
    def messages(self, request: Request, **key: str) -> Response:
        """What one wrote oneself after the first words, the earliest first."""
        return Response(FollowUpShown(self.get_object().follow_ups.all(), many=True).data)

    @extend_schema(responses={201: FollowUpShown})
    @messages.mapping.post
    def write(self, request: Request, **key: str) -> Response:
        """Add something; what was put off comes back with it."""
        more = write_more(inquiry=self._own(), at=self.by["at"], **self.given())
        return Response(FollowUpShown(more).data, status=HTTPStatus.CREATED)

    def _own(self) -> Inquiry:
        """:raises TooMuchAtOnce: so much was done with it that something must be amiss."""
        inquiry = self.get_object()
        if wait := wait_to_write(inquiry):
            raise TooMuchAtOnce(wait)
        return inquiry


class AskLinkShown(serializers.ModelSerializer[AskLink]):
    """A link for people without an account, by its public beginning."""

    created_by = MemberName(read_only=True)

    class Meta:
        model = AskLink
        fields: tuple[str, ...] = ("id", "prefix", "created_at", "created_by", "revoked_at")
        read_only_fields = fields


class AskLinkMade(AskLinkShown):
    """A new link: its address is shown this once."""

    url = serializers.SerializerMethodField()

    class Meta(AskLinkShown.Meta):
        fields = (*AskLinkShown.Meta.fields, "url")
        read_only_fields = fields

    def get_url(self, link: AskLink) -> str:
        token: NewToken = self.context["token"]
        return address(reverse("asking", args=[token.text]))


class AskLinks(WorkspaceViewSet[AskLink]):
    """The links for people without an account: one is live, the others were revoked."""

    queryset: Any = AskLink.objects.select_related("created_by__person")
    serializer_class = AskLinkShown
    may = dict.fromkeys(("create", "revoke"), staticmethod(may_change_settings))

    @extend_schema(request=None, responses={201: AskLinkMade})
    def create(self, request: Request, **key: str) -> Response:
        """Make a new link; the one before it ends."""
        token = make_ask_link(workspace=self.workspace, **self.by)
        link = self.get_queryset().get(prefix=token.prefix)
        context = {**self.get_serializer_context(), "token": token}
        return Response(AskLinkMade(link, context=context).data, status=HTTPStatus.CREATED)

    @verb
    def revoke(self, request: Request, **key: str) -> Response:
        """End it."""
        return self.show_now(revoke_ask_link(link=self.get_object(), **self.by))
