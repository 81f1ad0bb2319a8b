"""What we ship, with its minutes made short, so that an hour of faults takes a minute to play."""

import re
from typing import Any

from tests.deploy.shipped import MONITORING, RULE_FILES, read

UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
# Rates need several looks, one a second, within their window; waiting does not.
WINDOWS, WAITS, ROUTES = 100, 450, 120
_DURATION = re.compile(r"(\d+)([smhd])")


def _hurried(duration: str, times: int) -> str:
    return _DURATION.sub(
        lambda found: f"{round(int(found[1]) * UNITS[found[2]] / times * 1000)}ms", duration
    )


def groups() -> list[dict[str, Any]]:
    """All rules of ``rules/``; their thresholds are as we ship them."""
    return [
        {**group, "interval": "1s", "rules": [_rule(rule) for rule in group["rules"]]}
        for file in RULE_FILES
        for group in read(file)["groups"]
    ]


def windows(expr: str) -> str:
    """The expression with short windows."""
    return re.sub(r"\[(\w+)\]", lambda found: f"[{_hurried(found[1], WINDOWS)}]", expr)


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    wait = {"for": _hurried(rule["for"], WAITS)} if "for" in rule else {}
    return {**rule, "expr": windows(str(rule["expr"])), **wait}


def alertmanager(hook: str, tokens: dict[str, str]) -> dict[str, Any]:
    """``alertmanager.yml``, sending to ``hook``; ``tokens`` are by the name of the receiver."""
    config: dict[str, Any] = read(MONITORING / "alertmanager.yml")
    _hurry(config["route"])
    for receiver in config["receivers"]:
        (webhook,) = receiver["webhook_configs"]
        webhook["url"] = hook
        authorization = webhook["http_config"]["authorization"]
        del authorization["credentials_file"]
        authorization["credentials"] = tokens[receiver["name"]]
    return config


def _hurry(route: dict[str, Any]) -> None:
    for name in ("group_wait", "group_interval", "repeat_interval"):
        if name in route:
            route[name] = _hurried(route[name], ROUTES)
    for child in route.get("routes", ()):
        _hurry(child)
