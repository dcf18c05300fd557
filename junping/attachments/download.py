"""How is a file handed out? As a download that no browser opens as a page of ours. Whether it may be, the door asks."""

from django.http import FileResponse

from junping.attachments.models import Attachment
from junping.attachments.storage import path_of


def response(attachment: Attachment) -> FileResponse:
    """The file of this row. Raises FileNotFoundError when the disk has lost it."""
    answer = FileResponse(
        path_of(attachment.file_key).open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "no-store"
    return answer
