"""Jumping: to an epic, a ticket, a person or a page, by a few letters of its name."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.queries.jump import cycles_found, epics_found, tasks_found
from planner.access import may_manage_people, may_see_people
from planner.kit.hits import AT_MOST, Hit, all_words
from planner.models import Member
from planner.pages.shell import Place
from support.queries.jump import tickets_found

LONGEST = 120


@dataclass(frozen=True)
class Kind:
    """Hits of one kind, under its name."""

    name: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class JumpPage:
    words: str
    kinds: tuple[Kind, ...]

    @property
    def is_asked(self) -> bool:
        return bool(self.words)


def jump_page(member: Member, places: tuple[Place, ...], words: str) -> JumpPage:
    """
    What the member may mean by the words; without words only the places.

    :param places: where the member can go at all.
    """
    words = " ".join(words.split())[:LONGEST]
    workspace = member.workspace
    kinds = [Kind(_("Pages"), _pages(places, words))]
    if words:
        kinds = [
            Kind(_("Epics"), epics_found(workspace, words)),
            Kind(_("Tickets"), tickets_found(workspace, words)),
            Kind(_("Cards"), tasks_found(workspace, words)),
            Kind(_("People"), _people(member, words)),
            Kind(_("Pages"), cycles_found(workspace, words) + kinds[0].hits),
        ]
    return JumpPage(words, tuple(kind for kind in kinds if kind.hits))


def _pages(places: tuple[Place, ...], words: str) -> tuple[Hit, ...]:
    wanted = words.casefold().split()
    return tuple(
        Hit(place.icon, place.name, place.url)
        for place in places
        if all(word in place.name.casefold() for word in wanted)
    )


def _people(member: Member, words: str) -> tuple[Hit, ...]:
    if not may_see_people(member):
        return ()
    slug, may_open = member.workspace.slug, may_manage_people(member)
    people = (
        Member.objects.active()
        .filter(all_words(words, "person__name", "person__email"), workspace=member.workspace)
        .select_related("person")
        .order_by("person__name", "pk")[:AT_MOST]
    )
    return tuple(
        Hit(
            "person",
            one.name,
            reverse("person", args=[slug, one.pk])
            if may_open
            else f"{reverse('people', args=[slug])}#person-{one.pk}",
            about=str(one.get_role_display()),
        )
        for one in people
    )
