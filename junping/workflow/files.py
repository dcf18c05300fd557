"""How does a file come to a record? The door has examined and stored it; the act adds the row."""

from dataclasses import dataclass
from typing import Any

from junping.attachments.purpose import Purpose
from junping.workflow.act import Act

STATE = ("name", "content_type", "sha256", "purpose", "caption", "file_key")


@dataclass(frozen=True, slots=True)
class Stored:
    """A file on disk that no row knows yet."""

    name: str
    size: int
    content_type: str
    sha256: str
    file_key: str


def keep_file(act: Act, model: type[Any]) -> None:
    """Make the attachment's row ready; the engine saves it with the act."""
    stored: Stored = act.data["file"]
    row = model(
        record=act.record,
        name=stored.name,
        size=stored.size,
        content_type=stored.content_type,
        sha256=stored.sha256,
        file_key=stored.file_key,
        purpose=act.data.get("purpose") or Purpose.OTHER,
        caption=act.data.get("caption", ""),
        created_at=act.now,
        created_by=act.actor.user,
    )
    act.children.attachments.append({name: getattr(row, name) for name in STATE})
    act.new_file = row
    act.told |= {"file": stored.name, "sha256": stored.sha256, "size": stored.size}


def save_file(act: Act) -> None:
    if act.new_file is not None:
        act.new_file.save(force_insert=True)
