"""Health: what users feel, then what machines feel."""

from datetime import timedelta

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from support.models import Breach, Cluster, LastValue, Point, Ticket
from tests.factories import NOON
from tests.factories_cluster import ClusterFactory
from tests.factories_health import played_cluster

HEALTH = "/w/platform/health/"
QUERIES = 16


@pytest.fixture
def reader(client, vera, time_machine):
    time_machine.move_to(NOON, tick=False)
    client.force_login(vera.person)
    return client


@pytest.fixture
def tokyo(haruka):
    return played_cluster(haruka)


def test_without_clusters_it_says_so(reader):
    answer = reader.get(HEALTH)
    assertContains(answer, "No cluster is watched yet")
    assertNotContains(answer, "Add a cluster")


def test_manager_is_led_to_the_first_cluster(reader, client, haruka):
    client.force_login(haruka.person)
    assertContains(client.get(HEALTH), "Add a cluster")


def test_cluster_that_was_never_heard_of_says_so(reader, haruka, workspace):
    ClusterFactory(workspace=workspace, created_by=haruka, name="prod-osaka-1")
    assertContains(reader.get(HEALTH), "Nothing was heard of prod-osaka-1 yet")


def test_headline_counts_work_metrics_only(reader, tokyo):
    answer = reader.get(HEALTH)
    assertContains(answer, "Users feel three things right now")
    assertContains(answer, "Errors and slow answers at edge-gateway, ")
    assertContains(answer, "resource alerts may explain it.")
    Breach.objects.exclude(measure__in=["kubelet_errors", "node_disk"]).delete()
    answer = reader.get(HEALTH)
    assertContains(answer, "Users feel nothing unusual right now")
    assertContains(answer, "2 resource alerts, which users do not feel.")
    Breach.objects.all().delete()
    assertContains(reader.get(HEALTH), "Everything is within its thresholds.")


def test_what_is_not_known_is_not_called_well(reader, tokyo):
    Breach.objects.all().delete()
    LastValue.objects.filter(measure__startswith="latency").delete()
    answer = reader.get(HEALTH)
    assertContains(answer, "Users feel nothing unusual right now")
    assertContains(answer, "Not known: Latency p95.")
    assertContains(answer, "What is known is within its thresholds.")
    latency = next(one for one in answer.context["page"].shown.panels if one.key == "latency")
    assert (latency.number, latency.foot) == ("–", "")
    LastValue.objects.exclude(measure__startswith="node").delete()
    answer = reader.get(HEALTH)
    assertContains(answer, "What users feel is not known")
    assertNotContains(answer, "within its threshold<")


def test_breach_leads_to_its_ticket(reader, tokyo):
    ticket = Ticket.objects.get(title__startswith="Too few requests succeed")
    answer = reader.get(HEALTH)
    assertContains(answer, f'href="{ticket.get_absolute_url()}"')
    assertContains(answer, "nobody has it")


def test_ticket_leads_to_its_signal(reader, tokyo):
    ticket = Ticket.objects.get(title__startswith="Services answer slowly")
    assertContains(reader.get(ticket.get_absolute_url()), f'href="{HEALTH}{tokyo.pk}/#latency"')
    assertContains(reader.get(HEALTH), 'id="latency"')


def test_ticket_of_another_cluster_leads_nowhere(reader, tokyo):
    ticket = Ticket.objects.get(title__startswith="Services answer slowly")
    tokyo.name = "prod-tokyo-2"
    tokyo.save()
    assertNotContains(reader.get(ticket.get_absolute_url()), "See it on Health")


def test_node_that_is_silent_is_not_drawn_as_idle(reader, tokyo):
    answer = reader.get(HEALTH)
    assertContains(answer, '<i class="u" title="n2-std-12 ?"></i>')
    assertContains(answer, "agent silent, value unknown: 3")
    assertContains(answer, '<i class="u9 hot" title="n2-std-41 93 %"></i>')


def test_what_is_watched_gets_no_verdict(reader, tokyo):
    text = reader.get(HEALTH).content.decode()
    watched = text[text.index('id="watched"') : text.index('id="health-tables"')]
    assert "p95 6 ms, 0.4 % SERVFAIL" in watched
    assert not any(each in watched for each in ("c-bad", "c-warn", "c-ship", "fill-"))


def test_old_news_are_shown_as_old(reader, tokyo, time_machine):
    time_machine.move_to(NOON + timedelta(minutes=10), tick=False)
    answer = reader.get(HEALTH)
    assertContains(answer, "What users feel is not known")
    assertContains(answer, "when prod-tokyo-1 was last heard of: 21:00.")
    assertNotContains(answer, "Users feel three")
    Breach.objects.all().delete()
    answer = reader.get(HEALTH)
    assertContains(answer, "was within its threshold")
    assertNotContains(answer, ">within its threshold")


def test_clusters_are_switched_and_each_tells_its_worst(reader, haruka, tokyo):
    osaka = played_cluster(haruka, "prod-osaka-1")
    own = f"{HEALTH}{osaka.pk}/"
    answer = reader.get(own)
    assertContains(answer, "Users feel nothing unusual right now")
    assertContains(answer, "users feel something there")
    assertContains(answer, f'href="{own}?span=1w"')
    assertContains(reader.get(f"{own}?span=1w"), f'href="{HEALTH}{tokyo.pk}/?span=1w"')
    assert reader.get(f"{HEALTH}999999/").status_code == 404


def test_span_that_nobody_knows_is_the_usual_one(reader, tokyo):
    answer = reader.get(f"{HEALTH}?span=9y")
    assertContains(answer, f'href="{HEALTH}{tokyo.pk}/?span=6h" aria-current="page"')


def test_page_that_says_the_same_is_not_sent_again(reader, tokyo):
    stamp = reader.get(HEALTH).context["page"].stamp
    assert reader.get(f"{HEALTH}?seen={stamp}").status_code == 204
    LastValue.objects.filter(measure="errors").update(samples=[[[], 7]])
    assert reader.get(f"{HEALTH}?seen={stamp}").status_code == 200


def test_every_node_is_in_the_table(reader, tokyo):
    answer = reader.get(f"{HEALTH}{tokyo.pk}/nodes/")
    assertContains(answer, "n2-std-41")
    assertContains(answer, "Fullest disk of a node")
    assertContains(answer, "agent silent", count=3)


def test_other_workspaces_see_nothing_of_it(client, otto, tokyo):
    client.force_login(otto.person)
    assert client.get(f"{HEALTH}{tokyo.pk}/").status_code in (403, 404)


@pytest.mark.parametrize("clusters", [1, 3])
def test_page_asks_as_often_for_many_clusters(
    reader, haruka, tokyo, clusters, django_assert_num_queries
):
    for name in ("prod-osaka-1", "staging-1")[: clusters - 1]:
        played_cluster(haruka, name)
    reader.get(HEALTH)
    with django_assert_num_queries(QUERIES):
        reader.get(HEALTH)


def test_page_asks_as_often_for_one_node(reader, tokyo, django_assert_num_queries):
    few = {"node_pool", "node_cpu", "node_disk", "node_unavailable"}
    for row in LastValue.objects.filter(measure__in=few).order_by("pk"):
        row.samples = row.samples[:1]
        row.save()
    reader.get(HEALTH)
    with django_assert_num_queries(QUERIES):
        reader.get(HEALTH)


def test_worst_deployments_are_those_of_the_time_shown(reader, tokyo):
    lacked = {"payments/payments-gateway": 13.0, "shop/cart": 40.0}
    at = NOON - timedelta(days=2)
    Point.objects.create(cluster=tokyo, step=3600, at=at, values={"pods": 9}, short=lacked)
    short = _between(reader.get(HEALTH).content.decode(), "worst-title", "</section>")
    assert "payments-gateway" in short
    assert "shop" not in short
    week = reader.get(f"{HEALTH}{tokyo.pk}/?span=1w").content.decode()
    short = _between(week, "worst-title", "</section>")
    assert short.index("payments-gateway") < short.index("indexer") < short.index("cart")
    assert "up to 40 %" in short
    assert "cart, unready" in _between(week, "health-tables", "</thead>")


def test_commonest_error_is_named(reader, tokyo):
    assertContains(reader.get(HEALTH), "% of requests, mostly 503")


def test_add_ons_tell_of_their_own_work(reader, tokyo):
    page = _between(reader.get(HEALTH).content.decode(), 'id="addons"', "</ul>")
    assert all(fact in page for fact in ("reconciles in 4 s", "next expiry 41 d", "lag 11 s"))


def test_fault_is_said_in_the_language_of_the_reader(reader, tokyo, time_machine):
    time_machine.move_to(NOON + timedelta(minutes=10), tick=False)
    Cluster.objects.update(fault={"code": "status", "status": "503"})
    assertContains(reader.get(HEALTH), "It answered 503.")
    reader.cookies["django_language"] = "ja"
    assertContains(reader.get(HEALTH), "503 が返りました。")


def _between(page, begins, ends):
    return page.partition(begins)[2].partition(ends)[0]


def test_node_in_trouble_leads_the_table_with_its_ticket(reader, tokyo):
    page = reader.get(f"{HEALTH}{tokyo.pk}/nodes/").context["page"]
    (hot,) = [row for row in page.rows if row.past]
    assert page.rows[0] == hot
    assert [row.is_silent for row in page.rows[1:5]] == [True, True, True, False]
    ticket = Breach.objects.get(measure="node_disk").ticket
    assert ticket
    assert [past.ticket.key for past in hot.past] == [ticket.key]
    assert {len(row.cpu) for row in page.rows if not row.is_silent} == {6}  # as "54.1 %"


def test_line_of_the_worst_deployment_says_why_the_panel_is_red(reader, tokyo):
    (pods,) = [one for one in reader.get(HEALTH).context["page"].shown.panels if one.key == "pods"]
    assert pods.chart.second == "payments-gateway"
    assert pods.chart.plot.second_end[1] < pods.chart.plot.limit < pods.chart.plot.end[1]
    Breach.objects.all().delete()
    LastValue.objects.filter(measure="deployment_unready").delete()
    (pods,) = [one for one in reader.get(HEALTH).context["page"].shown.panels if one.key == "pods"]
    assert not pods.chart.second


def test_jobs_of_an_add_on_tell_of_its_work_once(reader, tokyo):
    up = {"argocd-metrics": 1, "argocd-repo-server": 1, "argocd-server": 0, "external-dns": 0}
    value = LastValue.objects.get(cluster=tokyo, measure="addon_up")
    value.samples = [[[job], one] for job, one in up.items()]
    value.save()
    facts = {row.name: row.fact for row in reader.get(HEALTH).context["page"].shown.addons}
    assert facts["argocd-metrics"].startswith("reconciles in")
    assert facts["argocd-repo-server"] == "answers"
    assert facts["argocd-server"] == facts["external-dns"] == "does not answer"


def test_large_cluster_has_its_nodes_on_pages(reader, tokyo):
    names = [f"n-{number:03}" for number in range(450)]
    for measure, samples in {
        "node_pool": [[[name, "spot" if name < "n-010" else "std"], 1] for name in names],
        "node_cpu": [[[name], 50] for name in names],
    }.items():
        LastValue.objects.filter(cluster=tokyo, measure=measure).update(samples=samples)
    LastValue.objects.exclude(measure__in=["node_pool", "node_cpu"]).delete()
    url = f"{HEALTH}{tokyo.pk}/nodes/"
    pages = [reader.get(f"{url}?page={number}").context["page"] for number in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [200, 200, 50]
    seen = [row.name for page in pages for row in page.rows]
    assert sorted(seen) == names
    assert [page.older_url for page in pages] == [f"{url}?page=2", f"{url}?page=3", ""]
    assert (pages[0].newer_url, pages[1].newer_url) == ("", f"{url}?page=1")
    found = reader.get(f"{url}?q=Spot").context["page"]
    assert [row.name for row in found.rows] == names[:10]
    assert reader.get(f"{url}?q=n-&page=2").context["page"].older_url == f"{url}?q=n-&page=3"
    assert reader.get(f"{url}?page=wrong").context["page"].rows == pages[0].rows
    assertContains(reader.get(f"{url}?q=nobody"), "No node is called so")


@pytest.mark.parametrize("more", ["", "nodes/"])
def test_japanese_puts_no_space_before_percent(reader, tokyo, more):
    reader.cookies["django_language"] = "ja"
    page = reader.get(f"{HEALTH}{tokyo.pk}/{more}").content.decode()
    shown = _between(page, '<main id="main"', "</main>").replace("\N{NO-BREAK SPACE}", " ")
    assert "%" in shown
    assert " %" not in shown


@pytest.mark.parametrize("language", ["en", "ja"])
def test_unit_stands_beside_its_figure(reader, tokyo, language):
    reader.cookies["django_language"] = language
    panels = {one.key: one for one in reader.get(HEALTH).context["page"].shown.panels}
    assert [(panels[key].number, panels[key].unit) for key in ("success", "throughput")] == [
        ("99.62", "%"),
        ("48.5", "k rps"),
    ]
