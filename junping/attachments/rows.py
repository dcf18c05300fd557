"""How does a file's row look from outside? (contract.md, An attachment)"""

from typing import Any

from junping.attachments.models import Attachment


def as_row(attachment: Attachment, url: str) -> dict[str, Any]:
    """The contract's attachment; `url` is the absolute address of its content. Needs `created_by` at hand."""
    return {
        "id": attachment.public_id,
        "name": attachment.name,
        "size": attachment.size,
        "content_type": attachment.content_type,
        "sha256": attachment.sha256,
        "purpose": attachment.purpose,
        "caption": attachment.caption,
        "created_at": attachment.created_at,
        "created_by": {"username": attachment.created_by.username, "name": attachment.created_by.name},
        "url": url,
    }
