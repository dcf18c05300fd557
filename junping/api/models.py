"""Which requests took effect already, under which key?"""

from django.conf import settings
from django.db import models


class IdempotencyKey(models.Model):
    """Written in the transaction of its effect. `answer` says which record to show again, never what stood in it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "幂等键"
        verbose_name_plural = "幂等键"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="api_one_effect_a_key")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
