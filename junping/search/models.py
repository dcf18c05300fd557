"""FINDING: one searchable text for each record of every domain."""

from django.db import models


class SearchText(models.Model):
    """A record's text, normalised. Its pairs stand beside it: see `postgresql.py` and `sqlite.py`."""

    record_type = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    text = models.TextField()

    class Meta:
        db_table = "search_text"
        constraints = [models.UniqueConstraint(fields=("record_type", "record_id"), name="search_text_record")]

    def __str__(self) -> str:
        return f"{self.record_type}:{self.record_id}"
