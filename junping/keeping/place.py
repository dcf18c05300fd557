"""May a backup be restored here? Only into a place that holds nothing but what `migrate` installs."""

from django.db.models import Q

from junping.history.models import Event
from junping.keeping.refusal import Refused
from junping.keeping.tables import tables

# What a migration installs, with its history and seals, and attempts to sign in where nobody has an account.
GIVES_WAY = {
    "contenttypes.contenttype",
    "auth.permission",
    "clocks.calendaryear",
    "clocks.calendarday",
    "clocks.townstandard",
    "history.event",
    "history.seal",
    "org.signin",
}
_INSTALLED = Q(subject__startswith="calendar:") | Q(subject__startswith="standard:")


def check_empty() -> None:
    """Refused where somebody has worked already."""
    for table in tables():
        options = table.model._meta
        if options.label_lower not in GIVES_WAY and table.model._base_manager.exists():
            raise _not_empty(str(options.verbose_name))
    if Event.objects.exclude(_INSTALLED).exists():
        raise _not_empty("经过")


def _not_empty(what: str) -> Refused:
    return Refused(
        f"本机的数据库里已经有数据（{what}）。备份只能恢复到空的地方：请另设一个数据目录（JUNPING_DATA_DIR）"
        "或新建一个空库（DATABASE_URL），运行 migrate 后再恢复。没有改动任何内容。"
    )
