"""What the planner opens by itself is called so in each reader's language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override
from pytest_django.asserts import assertContains

from planner.models import Activity
from planner.pages.jump import jump_page
from planner.telling import tell
from support.actions.own_tickets import report_intake_problem
from support.actions.skies import STORM_TITLE
from support.models import DeskSettings, Notification, Ticket
from support.queries.classification import by_said
from support.queries.news import line_of
from support.queries.title_words import summary_said, title_said
from support.rules.breach_words import _TITLES, summary
from support.rules.measures import MEASURES
from support.rules.words import terms_of
from support.sources.samples import TITLE as TEST_TITLE
from tests.factories import NOON, SourceFactory


def _raised() -> Iterator[str]:
    """Titles of the tickets that the planner raises, with a name in each place."""
    for path in sorted(Path("support/actions").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "raise_ticket":
                title = next(one.value for one in node.keywords if one.arg == "title")
                assert isinstance(title, ast.JoinedStr)
                yield "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "本番 {x} · %s"
                    for part in title.values
                )


RAISED = tuple(_raised())
MEASURED = tuple(f"{title} · prod · shop" for title in _TITLES.values())


def test_titles_are_found():
    assert len(RAISED) == 3


@pytest.mark.parametrize("kept", [*RAISED, *MEASURED, STORM_TITLE, TEST_TITLE])
def test_each_is_said_in_japanese_with_its_names(kept):
    with override("en"):
        assert title_said(kept) == kept
    with override("ja"):
        said = title_said(kept)
    assert said != kept
    for name in ("本番 {x} · %s", " · prod · shop"):
        assert (name in said) == (name in kept)


@pytest.mark.parametrize("kept", ["", "DiskFull · prod", "Blind: the metrics", "A node is not"])
def test_what_others_call_theirs_stays(kept):
    with override("ja"):
        assert title_said(kept) == kept


@pytest.fixture
def problem(workspace):
    settings = DeskSettings.objects.get(workspace=workspace)
    source = SourceFactory(workspace=workspace, name="本番")
    report_intake_problem(source=source, settings=settings, at=NOON)
    return Ticket.objects.get()


SAID = "受信の問題：本番 からのリクエストを処理できません"


def test_it_leads_to_what_failed(problem, haruka, client):
    client.force_login(haruka.person)
    failed = f"{problem.source.get_absolute_url()}?show=failed"

    assertContains(client.get(problem.get_absolute_url()), f'href="{failed}"')
    assertContains(client.get(failed), 'aria-current="page">Failed')


def test_pages_call_it_as_their_reader_does(problem, sho, client):
    client.force_login(sho.person)

    for path in ("/", f"/{problem.key}"):
        page = client.get(f"/w/platform/support{path}", headers={"accept-language": "ja"})
        assertContains(page, SAID)
        assertContains(client.get(f"/w/platform/support{path}"), problem.title)


@pytest.mark.parametrize("search", ["処理", "本番 リクエスト", "intake", "digested 本番"])
def test_it_is_found_in_every_language(problem, haruka, search):
    found = Ticket.objects.filter(index__words__has=terms_of(search))
    with override("ja"):
        hits = [hit.title for kind in jump_page(haruka, (), search).kinds for hit in kind.hits]

    assert list(found) == [problem]
    assert hits == [SAID]


def test_log_news_and_trace_call_it_so(problem):
    told = Activity.objects.get(verb="open_ticket")
    facts = {"title": problem.title, "key": problem.key, "severity": "warning"}
    news = Notification(reason="owner", data=facts)
    with override("ja"):
        assert SAID in str(tell(told))
        assert SAID in line_of(news)
        assert by_said(problem.classified_by) == "Sixweek"
        assert by_said("label, Node*") == "アラート自身のラベル、Node*"


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
@pytest.mark.parametrize("value", [0.0, 12.5, 1234567.8])
def test_summary_of_what_is_past_a_threshold_is_told_too(measure, value):
    kept = summary(measure, {"service": "edge: 1, limit 2"}, value, 50)
    with override("ja"):
        said = summary_said(kept)
    assert said.startswith("edge: 1, limit 2: ")
    assert "しきい値50" in said
    assert summary_said(kept) == kept


@pytest.mark.parametrize("theirs", ["CPU over 5, limit of five", "5 %, limit", "", "a, limit b"])
def test_summary_of_somebody_else_stays_as_it_came(theirs):
    with override("ja"):
        assert summary_said(theirs) == theirs
