"""Where can a record come from? One list for every domain (domain.md)."""

from django.db import models


class Source(models.TextChoices):
    VISIT = "visit", "来访"
    LETTER = "letter", "来信"
    PHONE = "phone", "来电"
    ONLINE = "online", "网上"
    ASSIGNED = "assigned", "上级交办"
    PATROL = "patrol", "排查发现"
    RECEPTION = "reception", "领导接访"
    YARD_MEETING = "yard_meeting", "院落会"
    DOOR_KNOCK = "door_knock", "敲门行动"
    ENTERPRISE = "enterprise", "企业走访"
    HOTLINE = "hotline", "热线"
    VILLAGE = "village", "村级上报"
    INSPECTION = "inspection", "安全检查"
