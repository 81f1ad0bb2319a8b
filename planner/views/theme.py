"""Light, dark, or as the system: switched from the menu of every page."""

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from planner.access import PersonRequest, signed_in
from planner.actions.people import change_profile
from planner.models import Person


@require_POST
@signed_in
def switch_theme(request: PersonRequest) -> HttpResponse:
    """Keep all else of the profile, and go back to the page where it was switched."""
    theme, person = request.POST.get("theme", ""), request.user
    if theme not in Person.Theme.values:
        return HttpResponseBadRequest()
    change_profile(
        person=person,
        name=person.name,
        language=person.language,
        time_zone=person.time_zone,
        theme=theme,
        single_keys=person.single_keys,
        at=timezone.now(),
    )
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else "home")
