"""Look for a record of any kind by what is known of it: number, title, name, place."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from junping.search.index import first
from junping.workflow.texts import clean_text

if TYPE_CHECKING:
    from junping.backoffice.record_admin import RecordAdmin

MOST = 20
LONGEST = 200


def find(pages: "list[RecordAdmin]", request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The records in sight that hold the words, by kind, the newest first; a whole number leads to its record."""
    asked, fault = request.GET.get("q", "").strip()[:LONGEST], ""
    found: list[dict[str, Any]] = []
    try:
        asked = clean_text(asked, lines=False)
        for page in pages:
            if page.get_queryset(request).filter(number=asked.upper()).exists():
                return HttpResponseRedirect(page.url("change", asked.upper()))
        found = [_found(page, request, asked) for page in pages] if asked else []
    except ValueError as refused:
        fault = str(refused)
    title = f"搜索：{asked}" if asked else "搜索"
    more = {"title": title, "asked": asked, "found": found, "fault": fault, "most": MOST}
    return TemplateResponse(request, "admin/junping/find.html", {**context, **more})


def _found(page: "RecordAdmin", request: HttpRequest, asked: str) -> dict[str, Any]:
    ordered = page.get_queryset(request).order_by(f"-{page.model.BEGAN}", "-pk")
    records = first(ordered, page.record_type, asked, MOST)
    return {"label": page.nav_label, "url": page.url("changelist"), "lines": [page.line(record) for record in records]}
