"""THE RECORD: what every kind of record has, and the series its numbers come from."""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from junping.database.given import among
from junping.history.chained import Chained
from junping.org.actor import Actor
from junping.org.models import Unit
from junping.org.roles import Role

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import ManyRelatedManager, RelatedManager

AnyRecord = TypeVar("AnyRecord", bound="Record")
WORKERS = (Role.VILLAGE, Role.CENTER, Role.OFFICER)


class Series(models.Model):
    """How many numbers a series has given out. Of `random` series only the count is kept."""

    name = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)
    random = models.BooleanField(default=False)

    class Meta:
        verbose_name = "编号序列"
        verbose_name_plural = "编号序列"

    def __str__(self) -> str:
        return self.name


class RecordQuerySet(models.QuerySet[AnyRecord]):
    """The one road to reading."""

    def visible_to(self, actor: Actor) -> Self:
        """The records that exist for `actor` (domain.md, Roles and what they see). Reads no record."""
        return self._within(actor, Q(among("unit_id", actor.unit_ids)))

    def one(self, actor: Actor, number: Any) -> Self:
        """As `visible_to`, narrowed to one number; spares the query for the actor's units."""
        return self.in_sight(actor).filter(number=number)

    def in_sight(self, actor: Actor) -> Self:
        """The same records as `visible_to`, by the unit's path: for rows that are found by something else."""
        path = actor.unit.path if actor.unit else ""
        return self._within(actor, Q(unit__path__startswith=path))

    def _within(self, actor: Actor, own: Q) -> Self:
        scope = self._seen_by_roles(actor, own)
        if scope is None or actor.unit is None:
            return self.none()
        return self.filter(scope)._unless_recused(actor)

    def guarded_by(self, actor: Actor) -> Self:
        """The records whose readers an auditor of this unit watches: confidential ones too, none they are recused from.

        Only for asking whether a number is among them; nothing of these records is shown.
        """
        return self.filter(unit_id__in=actor.unit_ids)._unless_recused(actor)

    def _unless_recused(self, actor: Actor) -> Self:
        recused = self.model.recused.through.objects.filter(
            **{self.model.LINK: models.OuterRef("pk"), "user": actor.id}
        )
        return self.exclude(models.Exists(recused))

    def _seen_by_roles(self, actor: Actor, own: Q) -> Q | None:
        open_to_all = Q(confidential=False)
        trusted = Q() if actor.cleared else open_to_all
        handled = self._handled_by(actor)
        sight = {
            Role.CENTER: own & trusted,
            Role.LEADER: (own & trusted) | Q(lead_id=actor.id),
            Role.AUDITOR: own & open_to_all,
            Role.VILLAGE: (own | handled) & open_to_all,
            Role.OFFICER: (handled | Q(created_by_id=actor.id)) & trusted,
        }
        parts = [seen for role, seen in sight.items() if actor.has(role)]
        return reduce(or_, parts) if parts else None

    def _handled_by(self, actor: Actor) -> Q:
        unit_id = actor.unit.pk if actor.unit else None
        handled = Q(officer_id=actor.id) | Q(**{f"{self.model.HANDLING_UNIT}_id": unit_id})
        co_units = self.model.co_units_of(unit_id)
        return handled if co_units is None else handled | co_units


class Record(Chained):
    """A case or a hazard. Fields change only through workflow/engine.py (a test guards it)."""

    HANDLING_UNIT: ClassVar[str] = "handling_unit"
    BEGAN: ClassVar[str] = "received_at"
    LINK: ClassVar[str] = ""
    recused: "ManyRelatedManager[Any, Any]"
    attachments: "RelatedManager[Any]"

    number = models.CharField("编号", max_length=40, unique=True)
    status = models.CharField("状态", max_length=12)
    title = models.CharField("标题", max_length=200)
    description = models.TextField("情况", blank=True, default="")
    source = models.CharField("来源", max_length=16, blank=True, default="")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="所属单位")
    logged_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="登记单位")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="承办人"
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="包案领导"
    )
    confidential = models.BooleanField("保密", default=False)
    supervised = models.BooleanField("督办", default=False)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True)
    extension_asked = models.JSONField("申请延期", null=True, default=None)
    due_on = models.DateField("届满日", null=True)
    warn_on = models.DateField("转黄日", null=True)
    created_at = models.DateTimeField("登记时间")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="登记人"
    )
    closed_at = models.DateTimeField("办结时间", null=True)
    state_changed_at = models.DateTimeField("状态变更时间")
    only_imported = models.BooleanField("仅由导入形成", default=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    @classmethod
    def co_units_of(cls, unit_id: int | None) -> Q | None:
        """The records that `unit_id` helps to handle; None where this kind of record has no co-units."""
        return None


class Reading(models.Model):
    """Somebody opened a confidential record. Auditors read this list; it names the number and nothing else."""

    at = models.DateTimeField("时间")
    username = models.CharField("用户名", max_length=60)
    name = models.CharField("姓名", max_length=60)
    record_type = models.CharField("类型", max_length=20)
    number = models.CharField("编号", max_length=40)
    via = models.CharField("途径", max_length=10)

    class Meta:
        verbose_name = "保密件阅览"
        verbose_name_plural = "保密件阅览"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.number} {self.username}"
