"""Which forms have taken effect? So that a double click registers once."""

from django.conf import settings
from django.db import models


class SentForm(models.Model):
    """One registering form of one user: its key came with the page, the number is what came of it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=40)
    record_type = models.CharField(max_length=20)
    number = models.CharField(max_length=40, default="")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="sent_form_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"
