"""What the documentation of monitoring says is so."""

import re

import pytest

from tests.deploy.shipped import Alert, alerts
from tests.house import ROOT

DOCS = ROOT / "docs"
NAMES = [alert.name for alert in alerts()]
OF_OTHERS = {"{{ $labels.layer }}": "its objective's", "{{ $labels.team }}": "its objective's"}
# A number that something is compared with: "> 0.10", "== 0", "> on (service) ..." is none.
THRESHOLD = re.compile(r"[<>=] (?:bool )?([\d.]+)")


def _rows() -> dict[str, list[str]]:
    text = (DOCS / "monitoring" / "rules.md").read_text()
    rows = [line.strip("|").split("|") for line in text.splitlines() if "../runbooks/" in line]
    cells = [[cell.strip() for cell in row] for row in rows]
    return {row[0].partition("]")[0].strip("["): row[1:] for row in cells}


def _team(alert: Alert) -> str:
    team = alert.labels.get("team", "the namespace's")
    return OF_OTHERS.get(team, team)


def test_the_table_has_every_alert_once():
    assert sorted(_rows()) == sorted(NAMES)


@pytest.mark.parametrize("alert", alerts(), ids=NAMES)
def test_the_table_says_what_the_rule_does(alert):
    fires, *rest = _rows()[alert.name]
    layer = OF_OTHERS.get(alert.labels["layer"], alert.labels["layer"])

    assert rest == [
        *(alert.wait, alert.labels["severity"]),
        *(layer, alert.labels["health"], _team(alert)),
    ]
    assert set(re.findall(r"`([\d.]+)`", fires)) == set(THRESHOLD.findall(alert.expr))


@pytest.mark.parametrize("alert", alerts(), ids=NAMES)
def test_every_alert_has_a_runbook(alert):
    path = f"docs/runbooks/{alert.name}.md"
    text = (ROOT / path).read_text()

    assert alert.annotations["runbook"] == path
    assert text.startswith(f"# {alert.name}\n")
    assert all(part in text for part in ("**Says:**", "\n## Look", "\n## Do"))


def test_no_runbook_is_left_over():
    assert sorted(file.stem for file in (DOCS / "runbooks").iterdir()) == sorted(NAMES)


def test_links_lead_somewhere():
    for file in [*(DOCS / "runbooks").iterdir(), *(DOCS / "monitoring").iterdir()]:
        for link in re.findall(r"\]\(([^)#:]+)\)", file.read_text()):
            assert (file.parent / link).is_file(), (file.name, link)
