"""What to paste at the sender's side, so that it sends to us."""

from typing import Final

PLACEHOLDER: Final = "TOKEN"

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


def alertmanager_receiver(url: str, token: str = "") -> str:
    """
    The part of ``alertmanager.yml`` that makes it send every alert, and its end.

    https://prometheus.io/docs/alerting/latest/configuration/ (``authorization`` is since 0.22)
    """
    return _ALERTMANAGER.format(url=url, token=token or PLACEHOLDER)
