"""Every piece in every state, for those who make pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from planner.access import signed_in
from planner.kit.toasts import undoable
from planner.pages.gallery import gallery_page


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the gallery (``?theme=light`` or ``dark``). What is sent to it is said in a toast."""
    if request.method == "POST":
        said = request.POST.get("said") or "Yui Nakahara seated"
        messages.success(request, undoable(said, url=request.path, name="said", value="Undone"))
        return redirect("gallery")
    page = gallery_page(
        theme=request.GET.get("theme", ""), member=request.GET.get("member", ""), days="3 months"
    )
    return render(request, "planner/gallery.html", {"page": page})


@require_safe
@signed_in
def gallery_note(request: HttpRequest) -> HttpResponse:
    """A page with a form, which a link shows in a dialog."""
    return render(request, "planner/gallery/note.html")
