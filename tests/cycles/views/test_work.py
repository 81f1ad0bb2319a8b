"""The forms of an epic's page: done leads back, refused says why, and nobody else's is reached."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cycles.actions.commitments import check_commitment
from cycles.actions.hill import move_on_hill
from cycles.actions.links import add_link
from cycles.actions.scope import add_scope_item, judge_scope_item
from cycles.actions.unknowns import (
    edit_unknown,
    investigate_unknown,
    raise_unknown,
    resolve_unknown,
)
from cycles.models import Commitment, Epic, EpicLink, HillPoint, ScopeItem, Unknown
from tests.factories import NOON, EpicFactory

Q = "Can one certificate serve both clusters?"


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def signed_in(client, ren):
    client.force_login(ren.person)
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"cycles:{name}", args=["platform", "E-1", *args])


def ask(epic: Epic, by, question=Q, **more) -> Unknown:
    return raise_unknown(epic=epic, question=question, by=by, at=NOON, **more)


def test_unknown_is_raised_with_owner_and_day(signed_in, running, sho):
    asked = {"question": Q, "owner_id": sho.pk, "due_on": "2026-05-22"}

    assertRedirects(signed_in.post(url("new_unknown"), asked), url("epic"))

    unknown = Unknown.objects.get()
    assert (unknown.owner, unknown.due_on) == (sho, date(2026, 5, 22))
    assertContains(signed_in.get(url("epic")), "answer due tomorrow")


def test_unknown_without_a_question_comes_back(signed_in, running):
    assertContains(
        signed_in.post(url("new_unknown"), {"question": " "}), "This field", status_code=422
    )
    assert not Unknown.objects.exists()


def test_unknown_is_investigated_resolved_and_reopened(signed_in, running, ren):
    ask(running, ren)

    page = signed_in.post(url("investigate_unknown", 1), follow=True)
    assertContains(page, "1 investigating")
    page = signed_in.post(url("resolve_unknown", 1), {"answer": "Yes, 90 s."}, follow=True)
    assertContains(page, "Yes, 90 s.")
    assertContains(page, url("reopen_unknown", 1))  # in the toast, as Undo
    page = signed_in.post(url("reopen_unknown", 1), follow=True)
    assertContains(page, "1 open")


def test_second_answer_is_refused_and_not_lost(signed_in, running, ren, sho):
    resolve_unknown(unknown=ask(running, ren), answer="Yes.", by=sho, at=NOON)

    page = signed_in.post(url("resolve_unknown", 1), {"answer": "I say no."})

    assertContains(page, "Sho Minagawa has already answered this.", status_code=422)
    assertContains(page, "I say no.", status_code=422)


def test_answer_over_what_somebody_wrote_meanwhile_shows_it_and_is_asked_for_again(
    signed_in, running, ren, sho
):
    wanted = {"answer": "A clue."}
    edit_unknown(unknown=ask(running, ren), version=1, wanted=wanted, by=sho, at=NOON)
    answer = {"answer": "I say no.", "version": "1"}

    page = signed_in.post(url("resolve_unknown", 1), answer)

    assertContains(page, "Sho Minagawa changed this while you did", status_code=409)
    assertContains(page, "A clue.", status_code=409)
    assertContains(page, ">I say no.</textarea>", status_code=409)
    assertContains(page, '<input type="hidden" name="version" value="2">', status_code=409)
    assertRedirects(
        signed_in.post(url("resolve_unknown", 1), answer | {"version": "2"}), url("epic")
    )
    assert Unknown.objects.get().answer == "I say no."


def test_answer_that_is_missing_is_asked_for_in_its_row(signed_in, running, ren):
    ask(running, ren)

    page = signed_in.post(url("resolve_unknown", 1), {"answer": " "})

    assertContains(page, '<details class="answer" open>', status_code=422)
    assertContains(page, "This field is required.", status_code=422)


def test_edit_of_an_unknown_shows_the_conflict(signed_in, running, ren, sho):
    unknown = ask(running, ren)
    edit_unknown(unknown=unknown, version=1, wanted={"question": "Two?"}, by=sho, at=NOON)
    asked = {"version": "1", "question": "Three?", "owner_id": "", "answer": "Not yet."}

    page = signed_in.post(url("edit_unknown", 1), asked)
    assertContains(page, "It is now: Two?", status_code=409)

    assertRedirects(signed_in.post(url("edit_unknown", 1), asked | {"version": "2"}), url("epic"))
    unknown.refresh_from_db()
    assert (unknown.question, unknown.answer) == ("Three?", "Not yet.")


def test_owner_who_has_left_stays_until_another_is_chosen(signed_in, running, ren, sho):
    ask(running, ren, owner=sho)
    sho.left_at = NOON
    sho.save()

    page = signed_in.get(url("unknown", 1))

    assertContains(page, f'<option value="{sho.pk}" selected>Sho Minagawa</option>', html=True)


def test_only_those_left_are_shown_on_request_and_answers_fold(signed_in, running, ren):
    for number in range(6):
        unknown = ask(running, ren, question=f"Question {number}?")
        if number:
            resolve_unknown(unknown=unknown, answer=f"Answer {number}.", by=ren, at=NOON)

    page = signed_in.get(url("epic"))
    assertContains(page, "1 more, resolved")
    section = questions(page)
    assert "Question 1?" not in section
    assert "Question 5?" in section
    left = questions(signed_in.get(url("epic") + "?show=left"))
    assert "Question 0?" in left
    assert "Question 5?" not in left
    assert "Question 1?" in questions(signed_in.get(url("epic") + "?show=all"))


def questions(page) -> str:
    after = page.content.decode().partition('aria-labelledby="questions-title"')[2]
    return str(after.partition("</section>")[0])


def test_burndown_is_drawn_and_told_as_a_table(signed_in, running, ren):
    day = timedelta(days=1)
    unknown = raise_unknown(epic=running, question=Q, by=ren, at=NOON - 3 * day)
    investigate_unknown(unknown=unknown, by=ren, at=NOON - 2 * day)
    resolve_unknown(unknown=unknown, answer="Yes.", by=ren, at=NOON - day)

    page = signed_in.get(url("epic"))

    assertContains(page, "Unknowns left per day: 0 at the start, 1 at most, 0 now")
    row = '<tr><th scope="row">Wed 20 May</th>' + "".join(
        f'<td class="num">{n}</td>' for n in (0, 0, 0, 1)
    )
    assertContains(page, row + "</tr>", html=True)


def test_late_unknown_asks_whether_the_promise_holds(signed_in, committed, ren):
    late = raise_unknown(epic=committed, question=Q, by=ren, at=NOON + timedelta(minutes=1))

    page = signed_in.get(url("epic"))
    assertContains(page, "found late")
    assertContains(page, "1 unknown found since.")
    assertContains(page, "Does it still hold?")
    assertContains(page, "1 found Thu 21 May")

    refused = signed_in.post(url("check_commitment"), {"still_holds": "no"})
    assertContains(refused, "Say what has changed.", status_code=422)
    assert late.is_late


def test_check_is_shown_with_who_said_so(signed_in, committed, ren):
    raise_unknown(epic=committed, question=Q, by=ren, at=NOON + timedelta(minutes=1))
    check_commitment(
        epic=committed, still_holds=True, note="probe works", by=ren,
        at=NOON + timedelta(minutes=2),
    )  # fmt: skip

    page = signed_in.get(url("epic"))
    assertContains(page, "<b>Still holds</b>")
    assertContains(page, "says Ren, today")


def test_scope_is_drafted_judged_cut_and_built(signed_in, running, ren):
    later = EpicFactory(workspace=running.workspace, title="Failover", number=90)
    signed_in.post(url("new_scope_item"), {"title": "Gateway", "kind": "must"})
    signed_in.post(url("new_scope_item"), {"title": "UDP", "kind": "must"})
    gateway, udp = ScopeItem.objects.order_by("pk")

    signed_in.post(url("judge_scope_item", udp.pk), {"kind": "could"})
    signed_in.post(url("cut_scope_item", udp.pk), {"reason": "Nobody asks.", "went_to": later.pk})
    signed_in.post(url("build_scope_item", gateway.pk))

    page = signed_in.get(url("epic"))
    assertContains(page, "1 cut on 21 May")
    assertContains(page, later.get_absolute_url())
    assertContains(page, 'aria-pressed="true"')
    assertContains(signed_in.get(url("scope_item", udp.pk)), "Nobody asks.")


def test_scope_waits_for_the_last_answer(signed_in, running, ren):
    ask(running, ren)
    item = add_scope_item(epic=running, title="Gateway", by=ren, at=NOON)

    assertContains(signed_in.get(url("epic")), "Scope opens at 0 unknowns")
    page = signed_in.post(url("build_scope_item", item.pk))
    assertContains(page, "1 unknown is left: answer it first.", status_code=422)


@pytest.mark.parametrize(
    ("name", "asked"),
    [("judge_scope_item", {"kind": "cut"}), ("move_scope_item", {"places": "far"})],
)
def test_senseless_verdicts_are_refused_in_words(signed_in, running, ren, name, asked):
    item = add_scope_item(epic=running, title="Gateway", by=ren, at=NOON)

    assert signed_in.post(url(name, item.pk), asked).status_code == 422


def test_items_are_moved_and_renamed(signed_in, running, ren):
    first, second = (
        add_scope_item(epic=running, title=title, by=ren, at=NOON) for title in ("A", "B")
    )

    signed_in.post(url("move_scope_item", second.pk), {"places": "-1"})
    signed_in.post(url("edit_scope_item", first.pk), {"title": "Z", "version": "1"})

    titles = ScopeItem.objects.order_by("position").values_list("title", flat=True)
    assert list(titles) == ["B", "Z"]


def test_promise_is_proposed_signed_and_withdrawn(signed_in, client, running, ren, yui, haruka):
    add_scope_item(epic=running, title="Gateway", by=ren, at=NOON)
    assertContains(signed_in.get(url("commitment")), "Gateway")
    signed_in.post(url("commitment"), {"promise": "One ingress."})
    page = signed_in.get(url("epic"))
    assertContains(page, "has not signed yet")
    assertNotContains(page, "Sign for them")

    client.force_login(haruka.person)
    assertContains(client.get(url("epic")), "Sign for them")
    page = client.post(url("sign_commitment"), {"member": yui.pk}, follow=True)
    assertContains(page, "committed Thu 21 May")
    assertContains(page, "24 person-days left, 24 when it was promised")
    page = client.post(url("withdraw_commitment"), follow=True)
    assertContains(page, "21 May: One ingress.")
    assert Commitment.objects.get().superseded_at


def test_promise_that_would_be_refused_says_what_is_open(signed_in, running, ren):
    page = signed_in.get(url("commitment"))
    assertContains(page, "Say what is must first")
    assertNotContains(page, "Propose it")

    add_scope_item(epic=running, title="Gateway", by=ren, at=NOON)
    unknown = raise_unknown(epic=running, question=Q, by=ren, at=NOON)
    page = signed_in.get(url("commitment"))
    assertContains(page, "1 unknown is left: answer it first.")
    assertContains(page, Q)
    assertContains(page, url("unknown", unknown.pk))
    assertNotContains(page, "Propose it")

    resolve_unknown(unknown=unknown, answer="Yes.", by=ren, at=NOON)
    assertContains(signed_in.get(url("commitment")), "Propose it")


def test_signing_for_nobody_is_refused(signed_in, committed):
    assert signed_in.post(url("sign_commitment"), {}).status_code == 422


def test_hill_is_moved_with_a_note_and_saved_as_a_drawing(signed_in, running, ren):
    signed_in.post(url("hill"), {"place": "42", "note": "it <syncs>"})
    refused = signed_in.post(url("hill"), {"place": "20"})
    assertContains(refused, "Say why it moves back.", status_code=422)

    page = signed_in.get(url("epic"))
    assertContains(page, "it &lt;syncs&gt;")
    drawing = signed_in.get(url("hill_svg"))
    assert drawing["Content-Type"] == "image/svg+xml"
    assertContains(drawing, "42, today")
    assert HillPoint.objects.get().by == ren


def test_hill_that_does_not_move_gets_a_ring(signed_in, running, ren):
    move_on_hill(epic=running, place=36, by=ren, at=NOON - timedelta(days=8))

    for drawn in ("epic", "hill_svg"):
        page = signed_in.get(url(drawn))
        assertContains(page, "same spot for 6 days")
        assertContains(page, 'r="14"')
    move_on_hill(epic=running, place=40, by=ren, at=NOON)
    assertNotContains(signed_in.get(url("hill_svg")), 'r="14"')


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x"])
def test_link_that_runs_is_refused_and_never_shown(signed_in, running, address):
    asked = {"url": address, "title": "Design", "kind": "document"}

    refused = signed_in.post(url("new_link"), asked)

    assertContains(refused, "begins with https://", status_code=422)
    assertNotContains(refused, f'href="{address}"', status_code=422)
    assert not EpicLink.objects.exists()


def test_link_is_added_and_removed(signed_in, running, ren):
    signed_in.post(url("new_link"), {"url": "https://git.example/x", "kind": "git"})
    link = EpicLink.objects.get()
    assertContains(signed_in.get(url("epic")), 'href="https://git.example/x"')

    signed_in.post(url("remove_link", link.pk))
    assert not EpicLink.objects.exists()


def test_epic_ships_from_its_page_and_comes_back(signed_in, running):
    page = signed_in.get(url("epic"))
    assertContains(page, url("ship_epic"))
    assertNotContains(page, 'class="pill ship"')
    page = signed_in.post(url("ship_epic"), follow=True)
    assertContains(page, url("unship_epic"))
    assertContains(page, 'class="pill ship"')
    assertNotContains(page, url("new_unknown"))

    signed_in.post(url("unship_epic"))
    running.refresh_from_db()
    assert running.state == Epic.State.EXPLORING


def test_unknowns_are_raised_before_any_cycle_bets_on_it(signed_in, ingress, ren):
    signed_in.post(url("new_unknown"), {"question": Q})

    page = signed_in.get(url("epic"))
    assertContains(page, "drawn day by day once its cycle runs")
    assertNotContains(page, url("hill"))


def test_reader_finds_nothing_to_press(client, vera, committed, ren):
    ask(committed, ren)
    client.force_login(vera.person)

    page = client.get(url("epic"))

    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert "<form" not in main
    assertNotContains(client.get(url("unknown", 1)), 'method="post" action="/w/platform/epics')


def test_open_page_hears_only_of_what_is_new(signed_in, running, ren):
    stamp = signed_in.get(url("epic")).context["stamp"]
    assert signed_in.get(url("epic"), {"seen": stamp}).status_code == 204

    ask(running, ren)

    assertContains(signed_in.get(url("epic"), {"seen": stamp}), Q)


@pytest.mark.parametrize("count", [1, 12])
def test_epic_page_asks_as_often_whatever_there_is(
    signed_in, committed, ren, count, django_assert_num_queries
):
    later = EpicFactory(workspace=committed.workspace, number=90)
    for number in range(count):
        unknown = ask(committed, ren, question=f"Q{number}?", owner=ren)
        resolve_unknown(unknown=unknown, answer="Yes.", by=ren, at=NOON)
        item = add_scope_item(epic=committed, title=f"Item {number}", by=ren, at=NOON)
        judge_scope_item(item=item, kind="cut", reason="No.", went_to=later, by=ren, at=NOON)
        move_on_hill(epic=committed, place=30, note="still", by=ren, at=NOON)
        add_link(epic=committed, kind="git", url=f"https://x.example/{number}", by=ren, at=NOON)
        check_commitment(epic=committed, still_holds=True, by=ren, at=NOON)

    with django_assert_num_queries(40):
        signed_in.get(url("epic"))
