"""The addresses that every domain's records have."""

from django.urls import URLPattern, path

from junping.api.bulk import RecordBulk
from junping.api.files import RecordFiles
from junping.api.records import RecordAction, RecordList, RecordOne, Shelf
from junping.api.story import RecordDeadlines, RecordEvents


def record_routes(shelf: Shelf) -> list[URLPattern]:
    """`…/`, `…/bulk/`, `…/{number}/` and what lies below it."""
    name, one = shelf.domain.plural, f"{shelf.domain.plural}/<str:number>/"
    return [
        path(f"{name}/", RecordList.as_view(shelf=shelf), name=f"{name}-list"),
        path(f"{name}/bulk/", RecordBulk.as_view(shelf=shelf), name=f"{name}-bulk"),
        path(one, RecordOne.as_view(shelf=shelf), name=f"{name}-one"),
        path(f"{one}actions/<str:action>/", RecordAction.as_view(shelf=shelf), name=f"{name}-action"),
        path(f"{one}events/", RecordEvents.as_view(shelf=shelf), name=f"{name}-events"),
        path(f"{one}deadlines/", RecordDeadlines.as_view(shelf=shelf), name=f"{name}-deadlines"),
        path(f"{one}attachments/", RecordFiles.as_view(shelf=shelf), name=f"{name}-attachments"),
    ]
