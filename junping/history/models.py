"""Where is the evidence kept? Two tables that only grow: triggers refuse to change or delete a row."""

from typing import ClassVar

from django.db import models


class Event(models.Model):
    """One act on one subject. It names people as they were called that day, and refers to no other table."""

    subject = models.CharField("对象", max_length=120)
    seq = models.PositiveIntegerField("序号")
    at = models.DateTimeField("登记时间")
    occurred_at = models.DateTimeField("发生时间")
    actor_username = models.CharField("用户名", max_length=60, blank=True)
    actor_name = models.CharField("姓名", max_length=60, blank=True)
    actor_unit = models.CharField("单位", max_length=60, blank=True)
    via = models.CharField("途径", max_length=10)
    action = models.CharField("动作", max_length=40)
    label = models.CharField("动作名称", max_length=60)
    from_state = models.CharField("原状态", max_length=20, null=True)  # noqa: DJ001 null: the state stays
    to_state = models.CharField("新状态", max_length=20, null=True)  # noqa: DJ001
    note = models.TextField("说明", blank=True)
    data = models.JSONField("内容", default=dict)
    salt = models.CharField(max_length=32)
    payload_digest = models.CharField(max_length=64)
    state_digest = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "经过"
        verbose_name_plural = "经过"
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject", "seq"], name="history_event_once")]
        indexes: ClassVar = [
            models.Index(fields=["at", "id"], name="history_event_at"),
            models.Index(fields=["actor_username", "id"], name="history_event_actor"),
            models.Index(fields=["action", "id"], name="history_event_action"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} 第 {self.seq} 条：{self.label}"


class Seal(models.Model):
    """Closes the history of one Asia/Shanghai day: the events after `after_id` up to `last_id`.

    `root` covers all columns, the root of the seal before among them, and the heads of all chains that moved.
    """

    number = models.PositiveIntegerField("编号", unique=True)
    day = models.DateField("日期", unique=True)
    after_id = models.BigIntegerField("起（不含）")
    last_id = models.BigIntegerField("止")
    events = models.PositiveIntegerField("经过数")
    chains = models.PositiveIntegerField("对象数")
    prev_root = models.CharField(max_length=64)
    root = models.CharField("根", max_length=64)

    class Meta:
        verbose_name = "封存"
        verbose_name_plural = "封存"

    def __str__(self) -> str:
        return f"{self.day.isoformat()} seal {self.number} events {self.events} root {self.root}"
