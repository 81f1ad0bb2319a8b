"""What to paste at the sender's side, so that it sends to us; without words of ours."""

import json
from collections.abc import Callable
from typing import Final

PLACEHOLDER: Final = "TOKEN"

# https://prometheus.io/docs/alerting/latest/configuration/ (``authorization`` is since 0.22)
_ALERTMANAGER: Final = """\
route:
  receiver: sixweek
receivers:
  - name: sixweek
    webhook_configs:
      - url: {url}
        send_resolved: true
        http_config:
          authorization:
            type: Bearer
            credentials: {token}
"""

# https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/file-provisioning/
_GRAFANA: Final = """\
apiVersion: 1
contactPoints:
  - orgId: 1
    name: sixweek
    receivers:
      - uid: sixweek
        type: webhook
        settings:
          url: {url}
          authorization_scheme: Bearer
          authorization_credentials: {token}
"""

# https://docs.datadoghq.com/integrations/webhooks/#variables
DATADOG: Final = {
    "alert_cycle_key": "$ALERT_CYCLE_KEY",
    "aggreg_key": "$AGGREG_KEY",
    "alert_id": "$ALERT_ID",
    "alert_scope": "$ALERT_SCOPE",
    "alert_transition": "$ALERT_TRANSITION",
    "alert_type": "$ALERT_TYPE",
    "alert_priority": "$ALERT_PRIORITY",
    "title": "$EVENT_TITLE",
    "body": "$TEXT_ONLY_MSG",
    "date": "$DATE",
    "host": "$HOSTNAME",
    "org_name": "$ORG_NAME",
    "tags": "$TAGS",
    "url": "$LINK",
}

# https://www.zabbix.com/documentation/current/en/manual/config/notifications/media/webhook
ZABBIX: Final = {
    "event_id": "{EVENT.ID}",
    "trigger_id": "{TRIGGER.ID}",
    "event_value": "{EVENT.VALUE}",
    "event_nseverity": "{EVENT.NSEVERITY}",
    "event_ack": "{EVENT.ACK.STATUS}",
    "name": "{EVENT.NAME}",
    "description": "{EVENT.OPDATA}",
    "host_name": "{HOST.NAME}",
    "host_ip": "{HOST.IP}",
    "tags": "{EVENT.TAGSJSON}",
    "url": "{$ZABBIX.URL}/tr_events.php?triggerid={TRIGGER.ID}&eventid={EVENT.ID}",
}
_ZABBIX: Final = """\
// Parameters, each with its value:
{parameters}
// Script:
var request = new HttpRequest();
request.addHeader("Content-Type: application/json");
request.addHeader("Authorization: Bearer {token}");
request.post("{url}", value);
if (request.getStatus() !== 202) {{
  throw "Sixweek answered " + request.getStatus();
}}
return "OK";
"""

_GENERIC: Final = """\
curl {url} \\
  -H 'Authorization: Bearer {token}' \\
  -H 'Content-Type: application/json' \\
  -d '{{"id": "disk-7", "title": "Disk is full", "state": "firing", "severity": "critical"}}'
"""

_BEARER: Final = "{url}\nAuthorization: Bearer {token}\n"
_IN_THE_PATH: Final = "{url}/{token}\n"


def paste_for(kind: str, url: str, token: str = "") -> str:
    """The part of the sender's configuration that makes it send every alert, and its end."""
    return _PASTES[kind](url, token or PLACEHOLDER)


def _filled(template: str) -> Callable[[str, str], str]:
    return lambda url, token: template.format(url=url, token=token)


def _datadog(url: str, token: str) -> str:
    return f"{url}/{token}\n\n{json.dumps(DATADOG, indent=2)}\n"


def _kuma(url: str, token: str) -> str:
    return f'{url}\n{{"Authorization": "Bearer {token}"}}\n'


def _zabbix(url: str, token: str) -> str:
    parameters = "\n".join(f"//   {name}: {macro}" for name, macro in ZABBIX.items())
    return _ZABBIX.format(url=url, token=token, parameters=parameters)


_PASTES: Final[dict[str, Callable[[str, str], str]]] = {
    "alertmanager": _filled(_ALERTMANAGER),
    "grafana": _filled(_GRAFANA),
    "grafana-legacy": _filled(_IN_THE_PATH),
    "datadog": _datadog,
    "pagerduty": _filled(_BEARER),
    "opsgenie": _filled(_BEARER),
    "sns": _filled(_IN_THE_PATH),
    "sentry": _filled(_IN_THE_PATH),
    "uptime-kuma": _kuma,
    "zabbix": _zabbix,
    "generic": _filled(_GENERIC),
}
