"""Cases 事项: petitions, disputes and requests, their parties, clocks and files."""

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cases.vocabulary import Category, IdType, Kind, Outcome, PartyRole, PetitionClass, Status
from junping.attachments.models import Attachment
from junping.clocks.models import Clock
from junping.org.models import Unit, User
from junping.workflow.models import Record

PUBLIC_DIGITS = 13  # 52 bits, the most that JSON's readers agree about
ENDS = (Status.CLOSED, Status.DECLINED, Status.REFERRED, Status.VOIDED)


class Case(Record):
    """A petition, dispute or request."""

    LINK = "case"

    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    # Null, not "": the API says null where a case has none (docs/api.md, "A case").
    petition_class = models.CharField(  # noqa: DJ001
        "信访类别", max_length=12, choices=PetitionClass.choices, null=True, default=None
    )
    category = models.CharField("类别", max_length=16, choices=Category.choices)
    received_at = models.DateTimeField("收到时间")
    occurred_on = models.DateField("发生日期", null=True)
    place = models.CharField("地点", max_length=200, blank=True, default="")
    people_count = models.PositiveIntegerField("人数", default=1)
    is_backlog = models.BooleanField("信访积案", default=False)
    backlog_since = models.DateField("积案起始日期", null=True)
    handling_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="承办单位"
    )
    co_units = models.ManyToManyField(Unit, related_name="+", verbose_name="协办单位")
    recused = models.ManyToManyField(User, related_name="+", verbose_name="回避")
    outcome = models.CharField(  # noqa: DJ001
        "结果", max_length=16, choices=Outcome.choices, null=True, default=None
    )
    satisfaction = models.PositiveSmallIntegerField("满意度", null=True)
    is_repeat = models.BooleanField("重复", default=False)
    repeat_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="repeats", verbose_name="与哪一件重复"
    )
    accepted_at = models.DateTimeField("受理时间", null=True)
    ended_by = models.CharField("以何办结", max_length=20, blank=True, default="")

    class Meta:
        verbose_name = "事项"
        verbose_name_plural = "事项"
        indexes = [
            models.Index(F("received_at").desc(), F("id").desc(), name="case_received"),
            models.Index(F("unit"), F("received_at").desc(), F("id").desc(), name="case_unit_received"),
            models.Index(fields=["unit", "due_on", "id"], name="case_unit_due", condition=Q(due_on__isnull=False)),
            models.Index(fields=["due_on", "id"], name="case_due", condition=Q(due_on__isnull=False)),
            models.Index(fields=["closed_at", "id"], name="case_closed", condition=Q(closed_at__isnull=False)),
            models.Index(fields=["unit", "kind", "status", "category", "outcome"], name="case_statistics"),
            models.Index(fields=["officer", "due_on", "id"], name="case_officer", condition=Q(officer__isnull=False)),
            models.Index(fields=["lead", "due_on", "id"], name="case_lead", condition=Q(lead__isnull=False)),
            models.Index(
                fields=["handling_unit", "due_on", "id"],
                name="case_handling_unit",
                condition=Q(handling_unit__isnull=False),
            ),
            models.Index(fields=["created_by", "id"], name="case_created_by"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="case_status"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="case_kind"),
            models.CheckConstraint(
                condition=Q(kind=Kind.PETITION, petition_class__isnull=False)
                | (~Q(kind=Kind.PETITION) & Q(petition_class__isnull=True)),
                name="case_petition_class",
            ),
            models.CheckConstraint(condition=Q(people_count__gte=1), name="case_people_count"),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False),
                name="case_point",
            ),
        ]

    @property
    def record_type(self) -> str:
        return "case"

    @property
    def chain_subject(self) -> str:
        return f"case:{self.number}"

    @classmethod
    def co_units_of(cls, unit_id: int | None) -> Q:
        return Q(pk__any_of=cls.co_units.through.objects.filter(unit=unit_id).values("case"))


def new_seal() -> str:
    return secrets.token_hex(8)


class Party(models.Model):
    """A party to a case. Numbers are encrypted (bound to `seal`); what is shown of them stands beside, masked."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties", verbose_name="事项")
    role = models.CharField("身份", max_length=16, choices=PartyRole.choices)
    name = models.CharField("姓名或名称", max_length=100)
    id_type = models.CharField("证件类型", max_length=10, choices=IdType.choices, default=IdType.RESIDENT)
    id_number = models.CharField(max_length=400, blank=True, default="", editable=False)
    id_number_mask = models.CharField("证件号码", max_length=60, blank=True, default="")
    id_number_index = models.CharField(max_length=64, blank=True, default="", editable=False)
    phone = models.CharField(max_length=400, blank=True, default="", editable=False)
    phone_mask = models.CharField("电话", max_length=60, blank=True, default="")
    phone_index = models.CharField(max_length=64, blank=True, default="", editable=False)
    address = models.CharField("住址", max_length=200, blank=True, default="")
    seal = models.CharField(max_length=16, default=new_seal, editable=False)

    # Tokens of vault.cipher. They change with the key; their blind indexes stand for them in the history.
    ENCRYPTED: ClassVar[tuple[str, ...]] = ("id_number", "phone")
    NOT_IN_STATE: ClassVar[frozenset[str]] = frozenset({"case_id", *ENCRYPTED})

    class Meta:
        verbose_name = "当事人"
        verbose_name_plural = "当事人"
        ordering = ("id",)
        indexes = [
            models.Index(fields=["id_number_index"], name="party_id_number", condition=~Q(id_number_index="")),
            models.Index(fields=["phone_index"], name="party_phone", condition=~Q(phone_index="")),
            models.Index(fields=["name"], name="party_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def public_id(self) -> int:
        """The id that is shown: no row's number, for a gap in those would tell of a case that is not to be known."""
        return int(self.seal[:PUBLIC_DIGITS], 16)


class CaseClock(Clock):
    record = models.ForeignKey(Case, models.PROTECT, related_name="clocks", verbose_name="事项")

    NOT_IN_STATE: ClassVar[frozenset[str]] = frozenset({"record_id"})


class CaseAttachment(Attachment):
    record = models.ForeignKey(Case, models.PROTECT, related_name="attachments", verbose_name="事项")

    NOT_IN_STATE: ClassVar[frozenset[str]] = frozenset({"record_id"})
