"""How a sender is made to send to us, step by step."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext, gettext_lazy

from support.rules.receivers import paste_for
from support.rules.signatures import SIGNING

_STEPS: Final = {
    "alertmanager": (gettext_lazy("Put this into alertmanager.yml and reload Alertmanager."),),
    "grafana": (
        gettext_lazy(
            "Alerting, Contact points, New contact point: type Webhook, with this address, and "
            "Bearer and the token as authorization. Or put this file into Grafana’s provisioning."
        ),
        gettext_lazy("Choose the contact point in a notification policy."),
        gettext_lazy(
            "To sign: give the same secret here and under HMAC Signature there, and "
            "X-Grafana-Timestamp as its timestamp header."
        ),
    ),
    "grafana-legacy": (
        gettext_lazy("Alerting, Notification channels: type webhook, with this address."),
        gettext_lazy("Choose the channel in each alert rule."),
    ),
    "datadog": (
        gettext_lazy(
            "Integrations, Webhooks, New: the first line is its URL, the rest its payload."
        ),
        gettext_lazy("Write @webhook-NAME into the message of each monitor."),
    ),
    "pagerduty": (
        gettext_lazy(
            "Integrations, Generic Webhooks (v3), New Webhook: the first line is its URL, the "
            "second a custom header."
        ),
        gettext_lazy("PagerDuty then shows a signing secret once: give it here."),
    ),
    "opsgenie": (
        gettext_lazy(
            "Settings, Integrations, Webhook: the first line is its URL, the second a "
            "custom header."
        ),
        gettext_lazy("Let it send Create, Acknowledge, UnAcknowledge, Close and Delete."),
    ),
    "sns": (
        gettext_lazy(
            "Create a subscription of the alarms’ topic: protocol HTTPS, with this endpoint, and "
            "without raw message delivery."
        ),
        gettext_lazy("Amazon’s confirmation then appears here: open its link."),
        gettext_lazy("Name the topic here, so that only it may send and each message is verified."),
    ),
    "sentry": (
        gettext_lazy(
            "Settings, Custom Integrations, Internal Integration: this is its Webhook URL. Switch "
            "on Alert Rule Action and the issue events."
        ),
        gettext_lazy("Give Sentry’s client secret here."),
    ),
    "uptime-kuma": (
        gettext_lazy(
            "Settings, Notifications, Webhook: the first line is its Post URL, the second goes "
            "into Additional Headers."
        ),
    ),
    "zabbix": (
        gettext_lazy("Alerts, Media types, Webhook: with these parameters and this script."),
        gettext_lazy("Give the media type to a user, and let a trigger action notify that user."),
    ),
    "generic": (
        gettext_lazy("Send JSON with POST or PUT, like this."),
        gettext_lazy("Then say where in it the title, the key and the rest lie."),
    ),
}


@dataclass(frozen=True)
class Setup:
    """``steps`` are for the person, ``paste`` is for the sender."""

    steps: tuple[str, ...]
    paste: str
    signs: bool


def setup_of(kind: str, url: str, token: str = "") -> Setup:
    """Before the token is known the text has ``TOKEN`` in its place, and a step says so."""
    steps = [str(step) for step in _STEPS[kind]]
    if not token:
        steps.insert(1, gettext("Write the token where it says TOKEN."))
    return Setup(tuple(steps), paste_for(kind, url, token), kind in SIGNING)
