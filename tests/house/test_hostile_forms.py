"""Every form of every page, one of its fields at a time filled with what hurts: it is answered."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from planner.models import Member
from tests.house.addresses import Address
from tests.house.filling import fill
from tests.house.test_urls_walk import OF_A_WORKSPACE

HURTING = (
    "", " ", "0", "-1", "2", "99999999999999999999", "1e999", "NaN", "٣", "1.5", "true", "\x00",
    "a\x00b", "\u202egnp", "x" * 20_000, "'\"><script>", "{{ 7*7 }}", "%s {0} {x} %(name)s", "[]",
    "{}", "[[[[", "null", '{"a": 1}', "2026-13-45", "0000-00-00", "9999-12-31", "2026-05-21",
    "9999-12-31T23:59", "0001-01-01T00:00", "2026-03-29T02:30", "25:61", "S-1", "S-999999999999",
    "E-1", "../../etc/passwd", "javascript:alert(1)", "http://[::1", "http://10.0.0.1/", "a@b",
    "=cmd()", "resolved", "manager", "1,2,3", "-",
)  # fmt: skip
USUAL = {
    "date": "2026-05-22", "datetime-local": "2026-05-22T10:00", "time": "10:00", "number": "1",
    "email": "a@example.org", "url": "https://example.org/",
}  # fmt: skip


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Reader(HTMLParser):
    """The forms of a page with what stands in them, and something where nothing does."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms = path, [Form("", "")]
        self.choosing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "text")
        fields = self.forms[-1].fields
        match tag:
            case "form":
                method = given.get("method", "get").lower()
                self.forms.append(Form(given.get("action") or self.path, method))
            case "select":
                self.choosing = name
            case "option" if self.choosing and given.get("value"):
                fields.setdefault(self.choosing, given["value"])
            case "textarea" | "input" if name:
                fields.setdefault(name, given.get("value") or USUAL.get(kind, "x"))
        if action := given.get("formaction"):
            self.forms.insert(0, Form(action, "post", {"version": "1"}))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.forms.append(Form("", ""))
        if tag == "select":
            self.choosing = ""


def _ask(browser: Client, method: str, path: str, given: dict[str, str]) -> Any:
    """Nothing stays of what it does."""
    with transaction.atomic():
        answer = getattr(browser, method)(path, given)
        transaction.set_rollback(True)
    return answer


def _forms(browser: Client, us: Member, among: list[Address]) -> Iterator[Form]:
    seen = set()
    for address in among:
        answer = _ask(browser, "get", fill(address, us), {})
        if answer.status_code != 200 or "text/html" not in answer.get("Content-Type", ""):
            continue
        reader = Reader(fill(address, us))
        reader.feed(answer.content.decode())
        for form in reader.forms:
            key = (form.action, *sorted(form.fields))
            is_ours = form.action.startswith("/") and form.method in ("get", "post")
            if is_ours and key not in seen and "logout" not in form.action:
                seen.add(key)
                yield form


def _broken(browser: Client, us: Member, *, share: float, values: int) -> list[str]:
    chance, broken, count = random.Random(20260521), [], 0
    pages = chance.sample(OF_A_WORKSPACE, int(len(OF_A_WORKSPACE) * share))
    for form in [*_forms(browser, us, pages)]:
        turns = [form.fields]
        for name in form.fields:
            turns += [{**form.fields, name: bad} for bad in chance.sample(HURTING, values)]
            turns.append({key: value for key, value in form.fields.items() if key != name})
        for given in turns:
            count += 1
            if _ask(browser, form.method, form.action, given).status_code >= 500:
                broken.append(f"{form.method} {form.action} {str(given)[:300]}")
    assert count > 30, "there are forms"
    return broken


def test_no_form_breaks(us: Member, haruka: Member) -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(haruka.person)
    assert _broken(browser, us, share=0.05, values=1) == []


@pytest.mark.slow
def test_no_form_breaks_by_anything(us: Member, haruka: Member) -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(haruka.person)
    assert _broken(browser, us, share=1, values=12) == []
