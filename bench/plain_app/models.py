"""The same rows as one would model them first."""

from django.conf import settings
from django.db import models

USER = settings.AUTH_USER_MODEL


class Unit(models.Model):
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class Case(models.Model):
    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10)
    status = models.CharField(max_length=12, db_index=True)
    petition_class = models.CharField(max_length=12, blank=True, default="")
    category = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    source = models.CharField(max_length=16)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    handling_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    lead = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(db_index=True)
    occurred_on = models.DateField(null=True)
    place = models.CharField(max_length=200, blank=True)
    people_count = models.PositiveIntegerField(default=1)
    confidential = models.BooleanField(default=False)
    is_backlog = models.BooleanField(default=False)
    outcome = models.CharField(max_length=16, blank=True, default="")
    satisfaction = models.PositiveSmallIntegerField(null=True)
    due_on = models.DateField(null=True, db_index=True)
    is_repeat = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-received_at", "-id")

    def __str__(self) -> str:
        return self.number


class Party(models.Model):
    case = models.ForeignKey(Case, models.CASCADE, related_name="parties")
    role = models.CharField(max_length=16)
    name = models.CharField(max_length=100)
    id_type = models.CharField(max_length=10, default="resident")
    id_number = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class Clock(models.Model):
    case = models.ForeignKey(Case, models.CASCADE, related_name="clocks")
    rule = models.CharField(max_length=30)
    label = models.CharField(max_length=40)
    due_on = models.DateField(null=True, db_index=True)
    prudent_on = models.DateField(null=True)
    state = models.CharField(max_length=12)
    window = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.label


class Event(models.Model):
    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=40)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.action
