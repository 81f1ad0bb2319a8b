from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from django.core import mail
from django.utils import timezone, translation

from support import tasks
from support.actions import replies
from support.actions.ask_links import find_ask_link, make_ask_link
from support.actions.asking import ask_desk, ask_through_link, find_inquiry
from support.actions.merges import merge_ticket
from support.actions.tickets import add_note, reopen_ticket, resolve_ticket
from support.models import Inquiry, Letter, StatusKey
from support.queries.asking import asked_page
from tests.factories import NOON, TicketFactory
from tests.services.process import free_port

BACKEND = "django.core.mail.backends.{}.EmailBackend"
WHO = {"name": "Ana Silva", "team": "Checkout", "email": "ana@example.org"}
SERVER = {"kind": "question", "title": "How do I get\na namespace?"}


@pytest.fixture(autouse=True)
def _a_mail_server(settings, monkeypatch):
    settings.MAILERS = {"default": {"BACKEND": BACKEND.format("locmem")}}
    monkeypatch.setattr(replies.waker, "wake", lambda pk: None)


@pytest.fixture
def inquiry(haruka):
    token = make_ask_link(workspace=haruka.workspace, by=haruka, at=NOON)
    return ask_through_link(link=find_ask_link(token=token.text), at=NOON, **SERVER, **WHO)[0]


def answer(inquiry, by, *, at=NOON, text="By a pull request.", **more):
    return add_note(ticket=inquiry.ticket, kind="answer", text=text, by=by, at=at, **more)


def send(at=NOON):
    return [replies.mail_letter(pk=pk, at=at) for pk in replies.due_letters(at=at)]


def url_in(body):
    return next(line for line in body.splitlines() if "/asked/" in line).strip()


def test_arrival_and_answers_are_one_thread(inquiry, sho):
    answer(inquiry, sho)
    add_note(ticket=inquiry.ticket, kind="note", text="Third time!", by=sho, at=NOON)
    assert send() == [True, True]

    arrived, answered = mail.outbox
    assert arrived.to == answered.to == ["ana@example.org"]
    assert arrived.subject == "[S-1] How do I get a namespace?"
    assert answered.subject == "Re: [S-1] How do I get a namespace?"
    root = arrived.extra_headers["Message-ID"]
    assert answered.extra_headers["In-Reply-To"] == root
    assert answered.extra_headers["References"] == root
    assert answered.extra_headers["Message-ID"] != root
    assert arrived.extra_headers["Reply-To"].startswith("no-reply@")
    assert "By a pull request." in answered.body
    assert "Nobody reads replies to this mail." in answered.body


def test_each_mail_leads_to_the_page(inquiry, sho):
    answer(inquiry, sho)
    send()
    for sent in mail.outbox:
        token = url_in(sent.body).split("/")[-2]
        assert find_inquiry(token=token) == inquiry


def test_who_has_an_account_is_led_to_where_they_sign_in(nadia):
    nadias = ask_desk(workspace=nadia.workspace, by=nadia, at=NOON, kind="question", title="x")
    send()
    assert f"/w/platform/ask/{nadias.key}/" in mail.outbox[0].body
    assert not StatusKey.objects.exists()


def test_mail_is_in_the_language_of_who_asked(inquiry, sho):
    inquiry.language = "ja"
    inquiry.save()
    with translation.override("en"):
        send()
    assert "さん" in mail.outbox[0].body


def test_answer_that_solves_says_how_to_reopen(inquiry, sho):
    answer(inquiry, sho, resolve=True)
    send()
    assert "the team calls it solved" in mail.outbox[1].body


def test_resolution_without_an_answer_is_told_after_a_while(inquiry, sho):
    send()
    resolve_ticket(ticket=inquiry.ticket, by=sho, at=NOON)
    assert send() == []

    assert send(NOON + replies.SECOND_THOUGHT) == [True]
    arrived, solved = mail.outbox
    assert "calls your request S-1 solved" in solved.body
    assert "/asked/" in url_in(solved.body)
    assert solved.subject == "Re: [S-1] How do I get a namespace?"
    assert solved.extra_headers["References"] == arrived.extra_headers["Message-ID"]


def test_resolution_that_is_taken_back_or_told_with_an_answer_is_no_mail_of_its_own(inquiry, sho):
    resolve_ticket(ticket=inquiry.ticket, by=sho, at=NOON)
    reopen_ticket(ticket=inquiry.ticket, by=sho, at=NOON + timedelta(seconds=5))
    answer(inquiry, sho)
    resolve_ticket(ticket=inquiry.ticket, by=sho, at=NOON + timedelta(seconds=9))
    send(NOON + timedelta(seconds=10))

    assert send(NOON + timedelta(hours=1)) == [False, False]
    assert len(mail.outbox) == 2
    assert not Letter.objects.filter(solved_at__isnull=False).exists()


def test_who_asked_hears_that_what_their_request_went_on_in_is_solved(inquiry, sho):
    other = TicketFactory(workspace=sho.workspace, number=50)
    merge_ticket(ticket=inquiry.ticket, into=other, by=sho, at=NOON)
    page = asked_page(find_again(inquiry), now=NOON, url="")
    assert (page.state_said, page.is_solved) == ("Goes on with another ticket", False)
    send()

    resolve_ticket(ticket=other, by=sho, at=NOON + timedelta(hours=1))

    assert send(NOON + timedelta(hours=2)) == [True]
    assert "solved" in mail.outbox[-1].body
    page = asked_page(find_again(inquiry), now=NOON, url="")
    assert (page.state_said, page.is_solved, page.goes_on) == ("Solved", True, False)


def find_again(inquiry):
    return Inquiry.objects.get(pk=inquiry.pk)


def test_mail_server_that_is_away_is_tried_again_later_each_time(inquiry, monkeypatch):
    def away(message):
        raise ConnectionRefusedError("nobody there")

    with monkeypatch.context() as patched:
        patched.setattr(replies.EmailMessage, "send", away)
        assert send() == [False]
    letter = Letter.objects.get()
    assert (letter.tries, letter.sent_at, letter.due_at) == (1, None, NOON + timedelta(minutes=1))
    assert send() == []
    assert send(at=NOON + timedelta(minutes=1)) == [True]
    assert Letter.objects.get().sent_at
    assert send(at=NOON + timedelta(days=1)) == []


def test_letter_of_nobody_is_not_written(sho):
    ticket = TicketFactory(workspace=sho.workspace)
    add_note(ticket=ticket, kind="answer", text="x", by=sho, at=NOON)
    assert not Letter.objects.exists()


def test_without_a_mail_server_no_letter_waits(nadia, settings):
    settings.MAILERS = {"default": {"BACKEND": BACKEND.format("console")}}
    ask_desk(workspace=nadia.workspace, by=nadia, at=NOON, kind="question", title="x")
    assert not Letter.objects.exists()


def test_worker_sends_what_it_is_woken_for_and_what_nobody_was(inquiry, monkeypatch):
    monkeypatch.setattr(tasks.mail_letter, "delay", tasks.mail_letter)
    tasks.mail_letters()
    tasks.mail_letter(Letter.objects.get().pk)
    assert len(mail.outbox) == 1


class _Box(MessageHandler):
    def __init__(self):
        super().__init__()
        self.mails = []

    def handle_message(self, message):
        self.mails.append(message)


def test_real_server_takes_the_thread(inquiry, sho, settings):
    box = _Box()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        options = {"host": "127.0.0.1", "port": server.port}
        settings.MAILERS = {"default": {"BACKEND": BACKEND.format("smtp"), "OPTIONS": options}}
        answer(inquiry, sho, text="Merge this: 障害")
        assert send(at=timezone.now()) == [True, True]
    finally:
        server.stop()
    arrived, answered = box.mails
    assert answered["In-Reply-To"] == arrived["Message-ID"] == answered["References"]
    assert "障害" in answered.get_payload(decode=True).decode()
