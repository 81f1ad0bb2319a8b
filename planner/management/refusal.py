"""How a refusal is told in the shell: one sentence, and a status that is not 0."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.management import CommandError

from planner.models import Person, Workspace


@contextmanager
def told(*refusals: type[Exception]) -> Iterator[None]:
    """:raises CommandError: with the sentence of a refusal, or of what a value lacks."""
    try:
        yield
    except ValidationError as error:
        by_field = getattr(error, "error_dict", {"": error})
        sentences = [
            f"{field}: {sentence}" if field else sentence
            for field, errors in by_field.items()
            for sentence in ValidationError(errors).messages
        ]
        raise CommandError(" ".join(sentences)) from error
    except refusals as refusal:
        raise CommandError(str(refusal)) from refusal


def workspace_called(slug: str) -> Workspace:
    """:raises CommandError: there is none; those that are, are named."""
    found = Workspace.objects.filter(slug=slug).first()
    if found:
        return found
    known = ", ".join(Workspace.objects.values_list("slug", flat=True)) or "none yet"
    raise CommandError(f"There is no workspace {slug!r}. There are: {known}.")


def person_of(email: str) -> Person:
    """:raises CommandError: nobody has that address."""
    found = Person.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise CommandError(f"Nobody here has the e-mail address {email!r}.")
    return found


def name_from(email: str) -> str:
    """A name to begin with, until the person says better: haruka.mori@… is Haruka Mori."""
    local = email.strip().partition("@")[0]
    return " ".join(part.capitalize() for part in local.replace("_", ".").split(".") if part)
