"""People of the whole installation; what they are in a workspace is in ``members``."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from planner.activity import record
from planner.models import Member, Person


class PasswordIsSet(Exception):
    """A person who has a password keeps it: only they can change it."""


def find_or_add_person(*, email: str, name: str, at: datetime) -> Person:
    """
    The person of that address, in whatever case it is written; an existing name stays.

    :raises ValidationError: the address or the name is none.
    """
    email = email.strip().lower()
    known = Person.objects.filter(email=email).first()
    if known:
        return known
    person = Person(email=email, name=name.strip(), created_at=at)
    person.set_unusable_password()
    person.full_clean()
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:  # invited by somebody else in this very moment
        return Person.objects.get(email=email)
    return person


@transaction.atomic
def set_first_password(*, person: Person, password: str) -> Person:
    """
    Give a password to somebody who has none.

    :raises PasswordIsSet: they have one.
    :raises ValidationError: it is weak.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.has_usable_password():
        raise PasswordIsSet(_("{name} has a password already.").format(name=person.name))
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    return person


@transaction.atomic
def change_profile(
    *,
    person: Person,
    name: str,
    language: str,
    time_zone: str,
    theme: str,
    single_keys: bool,
    at: datetime,
) -> Person:
    """
    How a person is called, and how they like to read.

    A new name is told in the log of each of their workspaces; how they read concerns nobody.

    :raises ValidationError: a value has no meaning.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    before = person.name
    person.name, person.language, person.time_zone = name.strip(), language, time_zone
    person.theme, person.single_keys = theme, single_keys
    person.full_clean()
    person.save(update_fields=["name", "language", "time_zone", "theme", "single_keys"])
    if person.name != before:
        for member in person.memberships.active().select_related("workspace"):
            record(
                workspace=member.workspace,
                verb="rename_person",
                thing=member,
                by=member,
                at=at,
                before=before,
                after=person.name,
            )
    return person


def lock_out(*, person: Person, at: datetime) -> None:
    """No sign-in, no session, no token until they are let in again. Call it inside an action."""
    Person.objects.filter(pk=person.pk).update(
        is_active=False, session_epoch=F("session_epoch") + 1
    )
    person.tokens.filter(revoked_at=None).update(revoked_at=at)


def let_in(*, person: Person) -> None:
    """They may sign in again, with the password they had. Call it inside an action."""
    Person.objects.filter(pk=person.pk).update(is_active=True)


def note_seen(*, member: Member, at: datetime) -> None:
    """Remember when a member was last here: no news for the log, and no new version."""
    Member.objects.filter(pk=member.pk).update(last_seen_at=at)
