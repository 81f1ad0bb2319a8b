"""What people are told of and by which way: their own choice, their workspace's, Slack channels."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from smtplib import SMTPException
from typing import Final
from urllib.parse import urlsplit

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from planner.activity import record
from planner.kit import outgoing
from planner.kit.sealing import SealIsBroken, reseal, seal
from planner.models import Member, Workspace
from support.actions.letters import Undeliverable, escaped, post_to_slack
from support.models import Endpoint, Hearing, NoticeSettings, Notification, SlackChannel
from support.queries.listeners import has_mail_server, listeners
from support.queries.mail_faults import MailFault
from support.rules.hearing import CHANNELS, USUAL, held_until

SLACK_HOST: Final = "hooks.slack.com"
SLACK_CHANNELS: Final = 50

type Choices = Mapping[str, Sequence[str]]


class HearingRefusal(Exception):
    """Why it stays as it is; the message is for the person who asked."""


class ChoiceIsUnknown(HearingRefusal):
    """There is no such reason, or no such channel."""


class QuietHoursAreNone(HearingRefusal):
    """They begin and do not end."""


class SlackAddressIsNoGood(HearingRefusal):
    """Nothing can be posted there."""


class TooManySlackChannels(HearingRefusal):
    """Nobody could tell them apart."""


class SlackNameIsTaken(HearingRefusal):
    """Another channel is called so."""


class SlackChannelWasRemoved(HearingRefusal):
    """Nothing is posted there any more."""


class NothingArrived(HearingRefusal):
    """What the other side said is told."""


class NotYours(HearingRefusal):
    """Everybody reads their own."""


@transaction.atomic
def choose(
    *,
    member: Member,
    choices: Choices,
    quiet_from: time | None,
    quiet_to: time | None,
    only_working_days: bool,
    slack_id: str,
    at: datetime,
) -> Hearing:
    """
    Say for oneself what one is told of, by which way, and when not: what is held already too.

    :raises ChoiceIsUnknown: :raises QuietHoursAreNone:
    """
    if (quiet_from is None) != (quiet_to is None):
        raise QuietHoursAreNone(_("Quiet hours have a beginning and an end."))
    slack_id = slack_id.strip()
    if slack_id and not re.fullmatch("[UW][A-Z0-9]{2,19}", slack_id):
        raise ChoiceIsUnknown(_("A Slack member ID looks like U012AB3CD."))
    hearing, _made = Hearing.objects.select_for_update().get_or_create(member=member)
    hearing.choices = checked_choices(choices)
    hearing.quiet_from, hearing.quiet_to = quiet_from, quiet_to
    hearing.only_working_days, hearing.slack_id = only_working_days, slack_id
    hearing.version += 1
    hearing.save()
    record(workspace=member.workspace, verb="change_hearing", thing=hearing, by=member, at=at)
    _hold_anew(member, at)
    return hearing


def _hold_anew(member: Member, at: datetime) -> None:
    """What waits to be sent for the first time, and not only for the next worker."""
    if listener := listeners(member.workspace, [member], at).get(member.pk):
        held = Notification.objects.filter(
            member=member, state=Notification.State.PENDING, next_attempt_at__gt=at
        )
        held.update(next_attempt_at=held_until(listener, at))


@transaction.atomic
def change_notices(*, workspace: Workspace, defaults: Choices, by: Member, at: datetime) -> None:
    """
    Say what people are told of who did not choose themselves.

    :raises ChoiceIsUnknown:
    """
    settings, _made = NoticeSettings.objects.select_for_update().get_or_create(workspace=workspace)
    settings.defaults = checked_choices(defaults)
    settings.version += 1
    settings.save()
    record(workspace=workspace, verb="change_notices", thing=settings, by=by, at=at)


def checked_choices(choices: Choices) -> dict[str, list[str]]:
    """:raises ChoiceIsUnknown: a reason or a channel is unknown."""
    unknown = set(choices) - set(USUAL) or {
        each for ways in choices.values() for each in ways if each not in CHANNELS
    }
    if unknown:
        raise ChoiceIsUnknown(_("There is no {name}.").format(name=", ".join(sorted(unknown))))
    return {reason: [each for each in CHANNELS if each in ways] for reason, ways in choices.items()}


def add_slack_channel(
    *, workspace: Workspace, name: str, url: str, by: Member, at: datetime
) -> SlackChannel:
    """
    Post to the channel that the incoming webhook leads to; the workspace's first is the team's own.

    :raises SlackAddressIsNoGood: :raises SlackNameIsTaken: :raises TooManySlackChannels:
    """
    name, url = name.strip()[:80], url.strip()
    try:
        outgoing.check_place(url)
    except outgoing.AddressRefused as reason:
        raise SlackAddressIsNoGood(str(reason)) from reason
    if not name or len(url) > 2000 or urlsplit(url).path in ("", "/"):
        raise SlackAddressIsNoGood(
            _("Give the whole address of the incoming webhook: https://{host}/services/…").format(
                host=SLACK_HOST
            )
        )
    with transaction.atomic():
        kept = SlackChannel.objects.kept().filter(workspace=workspace)
        if kept.count() >= SLACK_CHANNELS:
            raise TooManySlackChannels(
                _("A workspace has at most {most} Slack channels.").format(most=SLACK_CHANNELS)
            )
        if kept.filter(name=name).exists():
            raise SlackNameIsTaken(_("There is a Slack channel called {name}.").format(name=name))
        channel = SlackChannel.objects.create(
            workspace=workspace, name=name, sealed=seal(url), created_at=at
        )
        record(
            workspace=workspace, verb="add_slack_channel", thing=channel, by=by, at=at, name=name
        )
    return channel


@transaction.atomic
def remove_slack_channel(*, channel: SlackChannel, by: Member, at: datetime) -> None:
    """Forget its address. :raises SlackChannelWasRemoved:"""
    channel = SlackChannel.objects.select_for_update().get(pk=channel.pk)
    if channel.removed_at:
        raise SlackChannelWasRemoved(_("This Slack channel was removed before."))
    channel.removed_at, channel.sealed = at, ""
    channel.save(update_fields=["removed_at", "sealed"])
    record(
        workspace=channel.workspace,
        verb="remove_slack_channel",
        thing=channel,
        by=by,
        at=at,
        name=channel.name,
    )


def try_slack(*, channel: SlackChannel, by: Member) -> None:
    """Post a test message now. :raises NothingArrived: with what Slack said."""
    if channel.removed_at:
        raise SlackChannelWasRemoved(_("This Slack channel was removed before."))
    text = _("This is a test message of Sixweek, sent by {by}.").format(by=escaped(by.name))
    try:
        post_to_slack(channel, text)
    except Undeliverable as reason:
        raise NothingArrived(str(reason)) from reason


def try_mail(*, by: Member) -> None:
    """Send a test mail to oneself now. :raises NothingArrived: with what the server said."""
    if not has_mail_server():
        raise NothingArrived(_("There is no mail server: PLANNER_MAIL_URL is not set."))
    text = _("This is a test message of Sixweek, sent by {by}.").format(by=by.name)
    try:
        EmailMessage(_("Test message"), text, to=[by.person.email]).send()
    except (SMTPException, OSError) as reason:
        raise NothingArrived(str(MailFault.of(reason))) from reason


@transaction.atomic
def read_notice(*, notice: Notification, by: Member, at: datetime) -> Notification:
    """Somebody saw it; the first time stands. :raises NotYours:"""
    if notice.member_id != by.pk or notice.channel != Notification.Channel.APP:
        raise NotYours(_("Everybody reads their own notifications."))
    Notification.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)
    notice.refresh_from_db(fields=["read_at"])
    return notice


@transaction.atomic
def read_all(*, by: Member, at: datetime, told_before: datetime | None = None) -> int:
    """They saw all of theirs, or all that is older; how many were new."""
    theirs = Notification.objects.unread().filter(member=by, created_at__lte=told_before or at)
    return theirs.update(read_at=at)


@transaction.atomic
def reseal_addresses() -> tuple[int, int]:
    """Seal all addresses and secrets of ours anew; how many were, and how many no key opens."""
    done = broken = 0
    for model, fields in ((SlackChannel, ("sealed",)), (Endpoint, ("sealed", "old_sealed"))):
        for row in model.objects.kept().select_for_update().order_by("pk"):
            try:
                for name in fields:
                    if sealed := getattr(row, name):
                        setattr(row, name, reseal(sealed))
            except SealIsBroken:
                broken += 1
            else:
                row.save(update_fields=fields)
                done += 1
    return done, broken
