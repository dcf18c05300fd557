"""Who is told what, and what has this person not read yet?"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from junping.notify.models import LONGEST, Notice
from junping.org.models import User


def tell(
    users: Iterable[User], record_type: str, number: str, text: str, *, at: datetime, confidential: bool = False
) -> int:
    """Put one line about a record into each of the users' inboxes: one statement, in the caller's transaction.

    Of a confidential record the line names the number and nothing else, whatever `text` says. A user named twice is
    told once. `at` is an aware moment. Returns how many were told; with nobody to tell no statement is sent.
    """
    line = f"{number} 有新的办理情况，请进入系统查看。" if confidential else text
    recipients = sorted({user.pk for user in users})
    notices = [
        Notice(recipient_id=pk, record_type=record_type, number=number, text=line[:LONGEST], created_at=at)
        for pk in recipients
    ]
    if notices:
        Notice.objects.bulk_create(notices)
    return len(notices)


def unread_for(user: User) -> QuerySet[Notice]:
    """The user's unread notices, newest first; whoever shows them leaves out records out of the user's sight."""
    return Notice.objects.filter(recipient=user, read_at__isnull=True).order_by("-id")


def mark_read(user: User, notice_ids: Iterable[int], *, at: datetime) -> int:
    """Mark these notices of the user read; other people's and those read before stay as they are. Returns how many."""
    return unread_for(user).order_by().filter(pk__in=list(notice_ids)).update(read_at=at)
