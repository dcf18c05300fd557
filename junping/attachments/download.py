"""How is a file handed out? As a download that no browser opens as a page of ours. Whether it may be, the door asks."""

from django.http import FileResponse

from junping.attachments.models import Attachment
from junping.attachments.storage import path_of


def download(attachment: Attachment) -> FileResponse:
    """The file of this row. Raises FileNotFoundError when the disk has lost it."""
    response = FileResponse(
        path_of(attachment.file_key).open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response
