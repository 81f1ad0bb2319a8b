"""Every piece in every state, for those who make pages."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from planner.pages.gallery import gallery_page


@require_safe
@login_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the gallery; ``?theme=light`` or ``dark`` shows it in that theme."""
    return render(
        request, "planner/gallery.html", {"page": gallery_page(request.GET.get("theme", ""))}
    )
