"""What a team promises: proposing, signing, asking again, withdrawing."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.actions.commitments import (
    check_commitment,
    propose_commitment,
    refuse_to_promise,
    sign_commitment,
    withdraw_commitment,
)
from cycles.actions.refusals import Refusal
from cycles.forms.work import CheckForm, PromiseForm, SignForm
from cycles.models import Commitment, Epic, ScopeItem, Unknown
from cycles.views.epics import epic_or_404
from cycles.views.work import by, change_epic, render_epic, submit
from planner.access import MemberRequest, may_shape, member_view


@member_view(may_shape)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: MemberRequest, key: str) -> HttpResponse:
    """With the scope that it is about; it begins with the sentence that stands."""
    epic = epic_or_404(request, key)
    if request.method != "POST":
        try:
            refuse_to_promise(epic=epic, **by(request))
        except Refusal as refusal:
            return _waits(request, epic, refusal)
    standing = Commitment.objects.standing().filter(epic=epic).order_by("-pk").first()
    asked = {"promise": standing.promise if standing else ""}
    form = PromiseForm(request.POST or None, initial=asked)
    kept = ScopeItem.objects.kept().filter(epic=epic).in_order()
    return submit(
        request,
        epic,
        form,
        lambda: propose_commitment(epic=epic, **form.cleaned_data, **by(request)),
        template="cycles/promise.html",
        said=_("The promise is proposed: everybody in the team signs it."),
        items=list(kept),
        replaces=standing is not None,
    )


def _waits(request: MemberRequest, epic: Epic, refusal: Refusal) -> HttpResponse:
    """What is in the way, and where to go for it, in place of a form that would be refused."""
    left = Unknown.objects.filter(epic=epic).left().in_order()
    context = {"epic": epic, "refusal": str(refusal), "left": list(left)}
    return render(request, "cycles/promise_waits.html", context)


@member_view(may_shape)
@require_POST
def sign(request: MemberRequest, key: str) -> HttpResponse:
    epic, form = epic_or_404(request, key), SignForm(request.POST)
    if not form.is_valid():
        return render_epic(request, epic, status=422, refusal=_("Say who signs."))
    member = get_object_or_404(
        request.workspace.members.select_related("person"), pk=form.cleaned_data["member"]
    )
    said = _("Signed by %(name)s") % {"name": member.name}
    return change_epic(request, epic, sign_commitment, epic=epic, member=member, said=said)


@member_view(may_shape)
@require_POST
def withdraw(request: MemberRequest, key: str) -> HttpResponse:
    epic = epic_or_404(request, key)
    said = _("The promise is withdrawn")
    return change_epic(request, epic, withdraw_commitment, epic=epic, said=said)


@member_view(may_shape)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: MemberRequest, key: str) -> HttpResponse:
    epic, form = epic_or_404(request, key), CheckForm(request.POST or None)
    return submit(
        request,
        epic,
        form,
        lambda: check_commitment(epic=epic, **form.cleaned_data, **by(request)),
        title=_("Does the promise still hold?"),
        button=_("Say so"),
    )
