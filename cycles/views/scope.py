"""The scope of an epic: adding items, judging, cutting and building them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.actions.scope import (
    add_scope_item,
    build_scope_item,
    edit_scope_item,
    judge_scope_item,
    move_scope_item,
    unbuild_scope_item,
)
from cycles.forms.work import CutForm, EditScopeItemForm, JudgeForm, MoveItemForm, ScopeItemForm
from cycles.models import Epic, ScopeItem
from cycles.queries.scope_item import item_page
from cycles.views.epics import epic_or_404
from cycles.views.work import by, change_epic, epic_url, render_epic, submit
from planner.access import MemberRequest, may_see, may_shape, member_view


@member_view(may_shape)
@require_http_methods(["GET", "HEAD", "POST"])
def new_item(request: MemberRequest, key: str) -> HttpResponse:
    epic, form = epic_or_404(request, key), ScopeItemForm(request.POST or None)
    return submit(
        request,
        epic,
        form,
        lambda: add_scope_item(epic=epic, **form.cleaned_data, **by(request)),
        title=_("Add to the scope"),
        button=_("Add it"),
    )


@member_view(may_see)
@require_http_methods(["GET", "HEAD"])
def show_item(request: MemberRequest, key: str, item: int) -> HttpResponse:
    return _edit(request, epic_or_404(request, key), item)


@member_view(may_shape)
@require_POST
def edit(request: MemberRequest, key: str, item: int) -> HttpResponse:
    return _edit(request, epic_or_404(request, key), item)


def _edit(request: MemberRequest, epic: Epic, pk: int) -> HttpResponse:
    item = item_or_404(epic, pk)
    form = EditScopeItemForm(request.POST or None, initial=vars(item))
    return submit(
        request,
        epic,
        form,
        lambda: edit_scope_item(
            item=item,
            version=form.cleaned_data["version"],
            wanted={"title": form.cleaned_data["title"]},
            **by(request),
        ),
        template="cycles/scope_item.html",
        row=lambda: ScopeItem.objects.get(pk=pk),
        page=item_page(item, reader=request.member),
    )


@member_view(may_shape)
@require_http_methods(["GET", "HEAD", "POST"])
def cut(request: MemberRequest, key: str, item: int) -> HttpResponse:
    epic = epic_or_404(request, key)
    found = item_or_404(epic, item)
    asked = {"reason": found.cut_reason, "went_to": found.went_to_id}
    form = CutForm(request.POST or None, initial=asked, epic=epic)
    return submit(
        request,
        epic,
        form,
        lambda: judge_scope_item(
            item=found,
            kind=ScopeItem.Kind.CUT,
            reason=form.cleaned_data["reason"],
            went_to=Epic.objects.filter(
                workspace=request.workspace, pk=form.cleaned_data["went_to"]
            ).first(),
            **by(request),
        ),
        said=_("%(item)s is cut.") % {"item": found.title},
        title=_("Cut %(item)s") % {"item": found.title},
        button=_("Cut it"),
    )


@member_view(may_shape)
@require_POST
def judge(request: MemberRequest, key: str, item: int) -> HttpResponse:
    epic, form = epic_or_404(request, key), JudgeForm(request.POST)
    found = item_or_404(epic, item)
    if not form.is_valid():
        return render_epic(request, epic, status=422, refusal=_("Choose must or could."))
    kind = form.cleaned_data["kind"]
    said = _("%(item)s is now: %(kind)s") % {
        "item": found.title,
        "kind": ScopeItem.Kind(kind).label,
    }
    return change_epic(request, epic, judge_scope_item, item=found, kind=kind, said=said)


@member_view(may_shape)
@require_POST
def move(request: MemberRequest, key: str, item: int) -> HttpResponse:
    epic, form = epic_or_404(request, key), MoveItemForm(request.POST)
    if not form.is_valid():
        return render_epic(request, epic, status=422, refusal=_("Say how far it moves."))
    found = item_or_404(epic, item)
    said = _("%(item)s is moved") % {"item": found.title}
    return change_epic(
        request,
        epic,
        move_scope_item,
        item=found,
        places=form.cleaned_data["places"],
        said=said,
    )


@member_view(may_shape)
@require_POST
def build(request: MemberRequest, key: str, item: int) -> HttpResponse:
    epic = epic_or_404(request, key)
    found = item_or_404(epic, item)
    return change_epic(
        request,
        epic,
        build_scope_item,
        item=found,
        said=_("%(item)s is built") % {"item": found.title},
        undo=epic_url(epic, "unbuild_scope_item", item),
    )


@member_view(may_shape)
@require_POST
def unbuild(request: MemberRequest, key: str, item: int) -> HttpResponse:
    epic = epic_or_404(request, key)
    found = item_or_404(epic, item)
    return change_epic(
        request,
        epic,
        unbuild_scope_item,
        item=found,
        said=_("%(item)s is not built") % {"item": found.title},
        undo=epic_url(epic, "build_scope_item", item),
    )


def item_or_404(epic: Epic, pk: int) -> ScopeItem:
    item = get_object_or_404(ScopeItem.objects.select_related("went_to"), epic=epic, pk=pk)
    item.epic = epic
    return item
