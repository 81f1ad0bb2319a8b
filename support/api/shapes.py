"""What a source, and what lets its requests in, look like from outside."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from planner.kit.secrets import NewToken
from planner.rest.fields import MemberName, address
from support.actions.sources import LONGEST_REPEAT
from support.models import SigningSecret, Source, SourceToken
from support.sources.paths import LONGEST


class SourceShown(serializers.ModelSerializer[Source]):
    """One sender; `url` is where it sends to, with `Authorization: Bearer` and its token."""

    url = serializers.SerializerMethodField()
    created_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = Source
        fields: tuple[str, ...] = (
            "id",
            "kind",
            "name",
            "url",
            "topic",
            "repeat_minutes",
            "mapping",
            "created_at",
            "created_by",
            "version",
        )
        read_only_fields = fields

    def get_url(self, source: Source) -> str:
        return address(reverse("hooks", args=[source.kind]))


class SourceMade(SourceShown):
    """A new source, with its first token: it is shown this once."""

    token = serializers.SerializerMethodField()

    class Meta(SourceShown.Meta):
        fields = (*SourceShown.Meta.fields, "token")
        read_only_fields = fields

    def get_token(self, source: Source) -> str:
        token: NewToken = self.context["token"]
        return token.text


class SourceAsked(serializers.ModelSerializer[Source]):
    """
    What sends, and how it is called here.

    With a `signing_secret` (`grafana`, `pagerduty`, `sentry`) every request must be signed; for
    `sns` it is the ARN of the topic, whose messages Amazon signs.
    """

    signing_secret = serializers.CharField(
        max_length=500, required=False, allow_blank=True, allow_null=True, write_only=True
    )

    class Meta:
        model = Source
        fields = ("kind", "name", "signing_secret")


class SourceRenamed(serializers.ModelSerializer[Source]):
    """How it is called here."""

    class Meta:
        model = Source
        fields = ("name",)


class TokenShown(serializers.ModelSerializer[SourceToken]):
    """A live token of a source, by its public beginning."""

    class Meta:
        model = SourceToken
        fields: tuple[str, ...] = ("id", "prefix", "created_at")
        read_only_fields = fields


class TokenMade(TokenShown):
    """A new token: it is shown this once."""

    token = serializers.SerializerMethodField()

    class Meta(TokenShown.Meta):
        fields = (*TokenShown.Meta.fields, "token")
        read_only_fields = fields

    def get_token(self, kept: SourceToken) -> str:
        token: NewToken = self.context["token"]
        return token.text


class SecretShown(serializers.ModelSerializer[SigningSecret]):
    """A live signing secret of a source; what it is, is never shown."""

    class Meta:
        model = SigningSecret
        fields: tuple[str, ...] = ("id", "created_at", "last_used_at")
        read_only_fields = fields


class SecretAsked(serializers.Serializer[Any]):
    """What the sender signs with."""

    secret = serializers.CharField(max_length=500)


class TopicAsked(serializers.Serializer[Any]):
    """The ARN of the only topic that may send; empty lets any."""

    topic = serializers.CharField(max_length=300, allow_blank=True)


class RepeatAsked(serializers.Serializer[Any]):
    """Minutes between the repeats of what still fires."""

    minutes = serializers.IntegerField(min_value=1, max_value=LONGEST_REPEAT)


class MappingAsked(serializers.Serializer[Any]):
    """A path such as `$.incident.id`, or a constant, for each; empty means the usual names."""

    title = serializers.CharField(max_length=LONGEST, allow_blank=True, required=False)
    key = serializers.CharField(max_length=LONGEST, allow_blank=True, required=False)
    state = serializers.CharField(max_length=LONGEST, allow_blank=True, required=False)
    resolved = serializers.CharField(max_length=300, allow_blank=True, required=False)
    severity = serializers.CharField(max_length=LONGEST, allow_blank=True, required=False)
    url = serializers.CharField(max_length=LONGEST, allow_blank=True, required=False)
    owner = serializers.CharField(max_length=LONGEST, allow_blank=True, required=False)


class Tried(serializers.Serializer[Any]):
    """The delivery that the test alert became."""

    delivery = serializers.IntegerField(read_only=True)
