"""Put the demo into the database, whole or not at all; once."""

from contextlib import ExitStack
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max

from junping.clocks.calendar import held
from junping.clocks.now import SHANGHAI, now, today, travel
from junping.demo.diary import Diary
from junping.demo.present.living import begin_present
from junping.demo.town import MAKER, found
from junping.demo.year_2023.backlog import begin_backlog
from junping.demo.year_2023.disputes import begin_disputes
from junping.demo.year_2023.door_knocking import begin_door_knocking
from junping.demo.year_2023.inspection import begin_inspection
from junping.demo.year_2023.requests import begin_enterprises, begin_yard_meetings
from junping.demo.year_2023.toilets import begin_toilets
from junping.history.models import Event
from junping.notify.inbox import mark_read, unread_for
from junping.org.models import Unit, User

FOUNDED = datetime.combine(date(2022, 12, 28), time(9), SHANGHAI)
READ_SOON = timedelta(days=14)


class Refused(Exception):
    """The database is not the demo's to fill; nothing was changed."""


def fill() -> bool:
    """Fill the database; False where the demo is there already. Raises Refused.

    One transaction: interrupted, it leaves nothing, and the next run begins anew.
    """
    with ExitStack() as files, transaction.atomic(), held():
        if _is_there():
            return False
        moment = now()
        with travel(FOUNDED):
            town = found()
        diary = Diary()
        for begin in (begin_disputes, begin_backlog, begin_yard_meetings, begin_enterprises, begin_inspection):
            begin(town, diary)
        begin_toilets(town, diary)
        begin_door_knocking(town, diary)
        begin_present(town, diary, today(), files)
        diary.write(until=moment)
        _read_old_notices(moment)
    return True


def strangers() -> list[str]:
    """The usernames that the demo did not make: whose history does not begin with the demo's maker."""
    made = Event.objects.filter(subject__startswith="user:", seq=1, actor_username=MAKER.username, via=MAKER.via)
    subjects = set(made.values_list("subject", flat=True))
    return [user.username for user in User.objects.order_by("username") if user.chain_subject not in subjects]


def _is_there() -> bool:
    others = strangers()
    if others:
        named = "、".join(others[:5]) + ("等" if len(others) > 5 else "")
        raise Refused(f"数据库里有不是演示程序建立的账号（{named}），不写入演示数据。没有改动任何内容。")
    if User.objects.exists():
        return True
    if Unit.objects.exists():
        raise Refused("数据库里已有单位，不写入演示数据。没有改动任何内容。")
    return False


def _read_old_notices(moment: datetime) -> None:
    """Nobody has a year's notices unread; those of the last fortnight stay so."""
    for user in User.objects.all():
        old = unread_for(user).filter(created_at__lt=moment - READ_SOON)
        last = old.aggregate(last=Max("created_at"))["last"]
        if last:
            mark_read(user, old.values_list("pk", flat=True), at=last)
