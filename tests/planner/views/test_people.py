import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from planner.actions.members import change_member, deactivate_member
from planner.models import Invitation, Member
from tests.factories import NOON, MemberFactory

PEOPLE = "/w/platform/settings/people/"
YUI = {"name": "Yui Nakahara", "email": "yui@example.org", "role": "member"}
MAILER = "django.core.mail.backends.{}.EmailBackend"


@pytest.fixture
def haruka_at(client, haruka):
    client.force_login(haruka.person)
    return client


@pytest.fixture
def mail_goes(settings):
    settings.MAILERS = {"default": {"BACKEND": MAILER.format("locmem")}}


def link_in(response):
    return re.search(r'value="http[^"]+(/invitation/[^"]+)"', response.content.decode())[1]


def test_people_are_listed_with_role_work_and_when_they_were_here(haruka_at, ren, vera):
    Member.objects.filter(pk=ren.pk).update(percent=60, working_days="123")

    response = haruka_at.get(PEOPLE)

    for text in ("Haruka Mori", "Ren Kuroda", "60 %", "Mon–Wed", "Viewer", "today"):
        assertContains(response, text)


@pytest.mark.parametrize("others", [1, 6])
def test_people_cost_the_same_queries_at_any_number(
    haruka_at, haruka, others, django_assert_num_queries
):
    for _ in range(others):
        MemberFactory(workspace=haruka.workspace)

    with django_assert_num_queries(
        9
    ):  # session, person, member, people, workspaces, open tickets, unread notifications, cycle
        haruka_at.get(PEOPLE)


def test_invited_person_gets_a_mail_and_the_manager_a_link_that_is_shown_once(
    haruka_at, mail_goes, settings
):
    response = haruka_at.post(reverse("invite", args=["platform"]), YUI)

    assertContains(response, "It went to yui@example.org")
    assert "no-store" in response.headers["Cache-Control"]
    assert link_in(response) in mail.outbox[0].body
    assert mail.outbox[0].subject == "Your invitation to Platform"
    assertNotContains(haruka_at.get(PEOPLE), "/invitation/")


def test_mail_that_fails_does_not_lose_the_invitation(haruka_at, settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": MAILER.format("smtp"),
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1},
        }
    }
    response = haruka_at.post(reverse("invite", args=["platform"]), YUI)

    assertContains(response, "No mail could be sent")
    assertContains(haruka_at.get(link_in(response)), "Welcome to Platform")


def test_link_is_not_written_to_the_console_in_place_of_a_mail(haruka_at, settings, capsys):
    settings.MAILERS = {"default": {"BACKEND": MAILER.format("console")}}

    assertContains(haruka_at.post(reverse("invite", args=["platform"]), YUI), "No mail")

    assert "/invitation/" not in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({**YUI, "email": "yui"}, "valid email"),
        ({**YUI, "role": "king"}, "valid choice"),
        ({**YUI, "email": "REN@example.org"}, "member already"),
    ],
)
def test_invitation_that_is_refused_keeps_what_was_typed(haruka_at, ren, given, said):
    response = haruka_at.post(reverse("invite", args=["platform"]), given)

    assertContains(response, said, status_code=422)
    assertContains(response, 'value="Yui Nakahara"', status_code=422)


def test_member_can_be_changed_and_the_conflict_is_shown(haruka_at, haruka, ren):
    url = reverse("person", args=["platform", ren.pk])
    form = {"version": 1, "role": "member", "percent": 60, "working_days": ["1", "2", "3"]}
    assertRedirects(haruka_at.post(url, form), PEOPLE)

    refused = haruka_at.post(url, {**form, "percent": 80})

    assertContains(refused, "It is now: 60", status_code=409)
    assertContains(refused, 'name="version" value="2"', status_code=409)
    assertRedirects(haruka_at.post(url, {**form, "percent": 80, "version": 2}), PEOPLE)
    ren.refresh_from_db()
    assert (ren.percent, ren.working_days) == (80, "123")


def test_last_manager_is_told_why_she_cannot_step_down(haruka_at, haruka):
    url = reverse("person", args=["platform", haruka.pk])

    refused = haruka_at.post(url, {"version": 1, "role": "member", "percent": 100})

    assertContains(refused, "last manager", status_code=422)
    deactivate = reverse("deactivate", args=["platform", haruka.pk])
    assertContains(haruka_at.post(deactivate), "last manager", status_code=422)


def test_deactivated_person_is_signed_out_at_once_and_can_come_back(haruka_at, haruka, ren):
    ren.person.set_password("plenty of unknowns")
    ren.person.save()
    browser = Client()
    browser.force_login(ren.person)
    assert browser.get(PEOPLE).status_code == 200

    assertRedirects(haruka_at.post(reverse("deactivate", args=["platform", ren.pk])), PEOPLE)

    assert browser.get(PEOPLE).status_code == 302
    assertContains(haruka_at.get(PEOPLE), "1 former member")
    assertRedirects(haruka_at.post(reverse("reactivate", args=["platform", ren.pk])), PEOPLE)
    assert browser.get(PEOPLE).status_code == 302  # the old session stays dead


def test_new_link_replaces_the_old_one(haruka_at):
    first = link_in(haruka_at.post(reverse("invite", args=["platform"]), YUI))
    yui = Member.objects.get(person__email="yui@example.org")

    second = link_in(haruka_at.post(reverse("resend_invitation", args=["platform", yui.pk])))

    assert haruka_at.get(first).status_code == 410
    assert haruka_at.get(second).status_code == 200


def test_invitation_that_is_over_is_marked(haruka_at):
    haruka_at.post(reverse("invite", args=["platform"]), YUI)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    assertContains(haruka_at.get(PEOPLE), "invitation is over")


def test_member_of_another_workspace_cannot_be_reached(haruka_at, otto):
    for name in ("person", "deactivate", "reactivate", "resend_invitation"):
        response = haruka_at.post(reverse(name, args=["platform", otto.pk]))
        assert response.status_code == 404, name


def test_page_of_a_member_tells_their_story(haruka_at, haruka, ren):
    change_member(
        member=ren,
        version=1,
        role="viewer",
        percent=50,
        working_days="",
        country="",
        by=haruka,
        at=NOON,
    )
    deactivate_member(member=ren, by=haruka, at=NOON)

    response = haruka_at.get(reverse("person", args=["platform", ren.pk]))

    assertContains(response, "percent: 100 → 50")
    assertContains(response, "Deactivated on")


def test_who_may_not_manage_people_only_reads(client, vera, ren):
    client.force_login(vera.person)

    assertNotContains(client.get(PEOPLE), "Invite somebody")
    assert client.post(reverse("invite", args=["platform"]), YUI).status_code == 403
    assert client.get(reverse("person", args=["platform", ren.pk])).status_code == 403


@pytest.mark.parametrize("mailer", ["locmem", "console"])
def test_link_that_would_open_another_workspace_is_shown_to_no_manager(
    client, settings, haruka, otto, mailer
):
    settings.MAILERS = {"default": {"BACKEND": MAILER.format(mailer)}}
    client.force_login(haruka.person)
    client.post(reverse("invite", args=["platform"]), YUI)
    client.force_login(otto.person)

    invited = client.post(reverse("invite", args=["elsewhere"]), YUI)
    yui = Member.objects.get(workspace=otto.workspace, person__email=YUI["email"])
    again = client.post(reverse("resend_invitation", args=["elsewhere", yui.pk]))

    for response in (invited, again):
        assertNotContains(response, "/invitation/")
        assertContains(response, "It opens other workspaces" if mailer == "locmem" else "print it")
    if mailer == "locmem":
        assert all("/invitation/" in letter.body for letter in mail.outbox)
