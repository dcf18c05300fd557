"""FILES: what a domain's attachment rows have in common. No tables of its own."""

from django.conf import settings
from django.db import models

from junping.attachments.purpose import Purpose


class Attachment(models.Model):
    """A file of a record. A domain's class adds `record`; `file_key` is the server-made path below MEDIA_ROOT."""

    name = models.CharField("文件名", max_length=150)
    size = models.PositiveIntegerField("大小（字节）")
    content_type = models.CharField("类型", max_length=100)
    sha256 = models.CharField("SHA-256", max_length=64)
    purpose = models.CharField("用途", max_length=20, choices=Purpose.choices, default=Purpose.OTHER)
    caption = models.CharField("说明", max_length=200, blank=True, default="")
    created_at = models.DateTimeField("上传时间")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="上传人"
    )
    file_key = models.CharField(max_length=80, unique=True, editable=False)

    class Meta:
        abstract = True
        verbose_name = "附件"
        verbose_name_plural = "附件"

    def __str__(self) -> str:
        return self.name

    @property
    def public_id(self) -> str:
        """The id that the API shows: one for all domains, and not to be guessed."""
        return self.file_key.rpartition("/")[2]

    @staticmethod
    def of_public_id(public_id: str) -> models.Q:
        """The condition for the row with this id; text that is no id fits no row."""
        return models.Q(file_key=f"{public_id[:2]}/{public_id}")
