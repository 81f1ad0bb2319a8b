import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from support.actions import rates
from support.actions.ask_links import find_ask_link, make_ask_link
from support.actions.asking import ask_desk, ask_through_link
from support.actions.tickets import add_note, resolve_ticket, take_ticket
from support.models import Inquiry, Ticket
from support.queries.asking import asked_page, inquiry_of, mine_page
from tests.factories import NOON

ASK = "/w/platform/ask/"
MINE = "/w/platform/ask/mine/"
LINK = "/w/platform/settings/ask-link/"
TYPED = {"title": "How do I get a namespace?", "kind": "question", "team": "Checkout"}
WHO = {"name": "Ana Silva", "email": "ana@example.org"}


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


LONG_AGO = NOON.replace(year=2025)


@pytest.fixture
def token(haruka):
    return make_ask_link(workspace=haruka.workspace, by=haruka, at=NOON).text


@pytest.fixture
def as_nadia(client, nadia):
    client.force_login(nadia.person)
    return client


def ask_as(member, **more):
    given = {"kind": "question", "title": "Why?"} | more
    return ask_desk(workspace=member.workspace, by=member, at=timezone.now(), **given)


def test_requester_asks_and_reads_the_answer(as_nadia, sho):
    shown = as_nadia.post(ASK, TYPED, follow=True)
    assertContains(shown, "Waits for somebody to take it")
    ticket = Ticket.objects.get()
    take_ticket(ticket=ticket, by=sho, at=timezone.now())
    add_note(ticket=ticket, kind="answer", text="By a pull request.", by=sho, at=timezone.now())
    add_note(
        ticket=ticket, kind="note", text="Asked for the third time!", by=sho, at=timezone.now()
    )

    shown = as_nadia.get(f"{ASK}{ticket.key}/")
    assertContains(shown, "Sho Minagawa")
    assertContains(shown, "By a pull request.")
    assertNotContains(shown, "third time")
    assertContains(as_nadia.get(MINE), "1 answer")
    assertContains(as_nadia.get(ASK), 'value="Checkout"')  # as she said last time


def test_urgent_request_without_a_reason_says_so_beside_it(as_nadia):
    refused = as_nadia.post(ASK, TYPED | {"kind": "urgent"})
    assertContains(refused, "Say why it cannot wait.", status_code=422)
    assert not Ticket.objects.exists()


def test_what_others_asked_is_not_there(as_nadia, sho):
    theirs = ask_as(sho).key
    assert as_nadia.get(f"{ASK}{theirs}/").status_code == 404
    assert as_nadia.post(f"{ASK}{theirs}/write/", {"text": "x"}).status_code == 404
    assertNotContains(as_nadia.get(MINE), theirs)


def test_requester_writes_solves_and_reopens(as_nadia, nadia):
    url = f"{ASK}{ask_as(nadia).key}/"
    assertContains(as_nadia.post(f"{url}write/", {"text": "Hurry"}, follow=True), "Hurry")
    assertContains(as_nadia.post(f"{url}write/", {"text": " "}), "Write something", status_code=422)
    assertContains(as_nadia.post(f"{url}solved/", follow=True), "It is not solved")
    assertContains(as_nadia.post(f"{url}solved/"), "solved already", status_code=422)
    shown = as_nadia.post(f"{url}unsolved/", {"text": "Again"}, follow=True)
    assertContains(shown, "Again")
    assert Ticket.objects.get().state == "open"


def test_who_has_no_account_asks_through_the_link(client, token):
    url = f"/asking/{token}/"
    assertContains(client.get(url), "Your e-mail")
    shown = client.post(url, TYPED | WHO, follow=True)
    assertContains(shown, "S-1 is on the desk")
    page = shown.redirect_chain[0][0]
    assertContains(shown, f"http://127.0.0.1:8000{page}")
    assert shown.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in shown.headers["Cache-Control"]

    client.cookies.clear()
    assertContains(client.post(f"{page}write/", {"text": "For staging"}, follow=True), "staging")
    assertContains(client.post(f"{page}solved/", follow=True), "It is not solved")
    assertRedirects(client.post(f"{page}unsolved/"), page)


@pytest.mark.parametrize("path", ["", "write/", "solved/", "unsolved/"])
def test_wrong_key_opens_nothing(client, token, path):
    find = find_ask_link(token=token)
    _inquiry, key = ask_through_link(link=find, kind="question", title="x", team="", at=NOON, **WHO)
    wrong = f"/asked/{key[:-1]}{'A' if key[-1] != 'A' else 'B'}/{path}"
    answer = client.post(wrong, {"text": "x"}) if path else client.get(wrong)
    assert answer.status_code == 404


def test_link_that_was_replaced_says_so(client, haruka, token):
    client.force_login(haruka.person)
    shown = client.post(LINK)
    assertContains(shown, "/asking/")
    assertContains(client.get(f"/asking/{token}/"), "over", status_code=410)
    client.post(f"{LINK}revoke/")
    assertContains(client.get(LINK), "Make a link")
    assertContains(client.post(f"{LINK}revoke/"), "no link to revoke", status_code=422)


def test_link_is_shown_once(client, haruka):
    client.force_login(haruka.person)
    assertContains(client.post(LINK), "/asking/")
    assertNotContains(client.get(LINK), "/asking/")


def test_what_a_program_fills_in_is_not_asked(client, token):
    answer = client.post(f"/asking/{token}/", TYPED | WHO | {"homepage": "http://spam"})
    assertContains(answer, "Empty this field", status_code=422)
    assert not Ticket.objects.exists()


def test_flood_through_the_link_is_refused_with_a_sentence(client, token, monkeypatch):
    monkeypatch.setattr(rates, "OF_AN_ADDRESS", 1)
    client.post(f"/asking/{token}/", TYPED | WHO)
    answer = client.post(f"/asking/{token}/", TYPED | WHO)
    assertContains(answer, "too much at once", status_code=429)
    assertContains(answer, TYPED["title"], status_code=429)
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert Ticket.objects.count() == 1


def test_nobody_is_flooded_with_mails(client, token, monkeypatch):
    monkeypatch.setattr(rates, "TO_AN_E_MAIL", 1)
    for email, status in ("ana@a.org", 302), ("ANA@a.org", 429), ("bo@a.org", 302):
        asked = client.post(f"/asking/{token}/", TYPED | {"name": "A", "email": email})
        assert asked.status_code == status


def test_flood_of_a_member_is_refused(as_nadia, nadia, monkeypatch):
    monkeypatch.setattr(rates, "OF_A_MEMBER", 1)
    monkeypatch.setattr(rates, "OF_AN_INQUIRY", 1)
    url = as_nadia.post(ASK, TYPED).url
    assertContains(as_nadia.post(ASK, TYPED), "too much at once", status_code=429)
    as_nadia.post(f"{url}write/", {"text": "one"})
    assertContains(as_nadia.post(f"{url}write/", {"text": "two"}), "two", status_code=429)


def test_after_the_window_it_goes_on_as_a_new_request(as_nadia, nadia, sho, client):
    inquiry = ask_as(nadia)
    resolve_ticket(ticket=inquiry.ticket, by=sho, at=NOON)
    Ticket.objects.update(opened_at=LONG_AGO, resolved_at=LONG_AGO)
    url = f"{ASK}{inquiry.key}/"
    assertContains(as_nadia.get(url), "it goes on as a new request")

    shown = as_nadia.post(f"{url}unsolved/", {"text": "It is back."}, follow=True)

    assertContains(shown, "It is back.")
    newer = Ticket.objects.get(follows=inquiry.ticket)
    assert shown.redirect_chain == [(f"{ASK}{newer.key}/", 302)]
    client.force_login(sho.person)
    assertContains(client.get(f"/w/platform/support/{newer.key}"), "Seen before")
    old = client.get(f"/w/platform/support/{inquiry.key}")
    assertContains(old, "Who asked went on in")
    assertContains(old, f"/w/platform/support/{newer.key}")


def test_who_has_no_account_goes_on_at_a_page_of_its_own(client, token, sho):
    page = client.post(f"/asking/{token}/", TYPED | {"name": "Ana", "email": "ana@a.org"}).url
    resolve_ticket(ticket=Ticket.objects.get(), by=sho, at=NOON)
    Ticket.objects.update(opened_at=LONG_AGO, resolved_at=LONG_AGO)

    shown = client.post(f"{page}unsolved/", {"text": "It is back."}, follow=True)

    assertContains(shown, "It is back.")
    [(led, _status)] = shown.redirect_chain
    assert led.startswith("/asked/")
    assert led != page


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_much_whatever_was_said(nadia, sho, count, django_assert_num_queries):
    inquiry = ask_as(nadia)
    for n in range(count):
        add_note(ticket=inquiry.ticket, kind="answer", text=str(n), by=sho, at=NOON)
    with django_assert_num_queries(7):
        page = asked_page(inquiry_of(nadia, inquiry.key), now=NOON, url="")
    assert sum(said.is_answer for said in page.entries) == count


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_one_question_at_any_length(nadia, count, django_assert_num_queries):
    for _n in range(count):
        ask_as(nadia)
    with django_assert_num_queries(1):
        page = mine_page(nadia, now=NOON)
    assert len(page.open) == count == Inquiry.objects.count()
