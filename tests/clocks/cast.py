"""What the clock tests share: the seeded calendar without a database, and a clock class of their own."""

from datetime import date, datetime

from django.apps.registry import Apps
from django.db import connection, models

from junping.clocks import moves
from junping.clocks.models import Clock
from junping.clocks.now import SHANGHAI
from junping.clocks.rules import CALENDAR, DATE, MONTH, WORKING, ClockRule
from junping.clocks.seed import seed_years
from junping.clocks.work_calendar import WorkCalendar

SEEDED = WorkCalendar({year.year: year for year in seed_years()})

NOTICE = ClockRule("notice", "受理告知", 15, CALENDAR, "信访工作条例", "第二十三条")
HANDLING = ClockRule("handling", "办结", 60, CALENDAR, "信访工作条例", "第三十四条")
REVIEW_WINDOW = ClockRule("review_window", "申请复查期限", 30, CALENDAR, "信访工作条例", "第三十五条", window=True)
MEDIATION = ClockRule("mediation", "调解", 1, MONTH, "人民调解工作若干规定", "第三十三条", pausable=True)
INTAKE = ClockRule("intake", "受理", 3, WORKING, "本镇工作标准", town_standard=True)
SUPERVISION = ClockRule("supervision", "督办", None, DATE, "督办通知", several=True)

_elsewhere = Apps()


class Matter(models.Model):
    """The record that the tests' clocks belong to."""

    class Meta:
        app_label = "clock_tests"
        apps = _elsewhere

    def __str__(self):
        return f"{self.pk}"


class MatterClock(Clock):
    """A concrete clock that no migration knows."""

    record = models.ForeignKey(Matter, models.CASCADE, related_name="clocks", db_constraint=False, null=True)

    class Meta(Clock.Meta):
        app_label = "clock_tests"
        apps = _elsewhere


def make_clock_table() -> None:
    """Create the table of MatterClock within the test's transaction."""
    statement, values = connection.schema_editor().table_sql(MatterClock)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """An aware moment of Asia/Shanghai."""
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def start(rule: ClockRule, started_on: date, **more) -> MatterClock:
    """A clock of no record, as the engine would start it."""
    return moves.start(MatterClock, None, rule, started_on, **more)
