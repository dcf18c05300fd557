"""TELLING PEOPLE: what has been put into whose inbox."""

from django.conf import settings
from django.db import models

LONGEST = 300


class Notice(models.Model):
    """One line in one person's inbox. Whether its record is still in their sight, the page that shows it asks."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", db_index=False, verbose_name="收件人"
    )
    record_type = models.CharField("事项类型", max_length=20)
    number = models.CharField("编号", max_length=40)
    text = models.CharField("内容", max_length=LONGEST)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        indexes = [models.Index(fields=("recipient", "read_at"), name="notice_inbox")]

    def __str__(self) -> str:
        return self.text
