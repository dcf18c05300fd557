"""What a file is for (domain.md, attachment purposes)."""

from django.db import models


class Purpose(models.TextChoices):
    APPLICATION = "application", "申请材料"
    IDENTITY = "identity", "身份证明"
    EVIDENCE = "evidence", "证据"
    RECORD = "record", "笔录"
    AGREEMENT = "agreement", "协议书"
    LETTER = "letter", "文书"
    RECEIPT = "receipt", "送达回证"
    BEFORE = "before", "整改前"
    AFTER = "after", "整改后"
    OTHER = "other", "其他"
