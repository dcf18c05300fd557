"""The fixed values of hazards and findings and their Chinese labels (domain.md)."""

from django.db import models


class Status(models.TextChoices):
    REGISTERED = "registered", "已登记"
    RECTIFYING = "rectifying", "整改中"
    RECTIFIED = "rectified", "待复查"
    CLOSED = "closed", "已销号"
    REFERRED = "referred", "已移送"
    VOIDED = "voided", "作废"


class HazardLevel(models.TextChoices):
    GENERAL = "general", "一般隐患"
    MAJOR = "major", "重大隐患"


class HazardDomain(models.TextChoices):
    TRAFFIC = "traffic", "交通"
    FIRE = "fire", "消防"
    GAS = "gas", "燃气"
    CONSTRUCTION = "construction", "建筑"
    FIREWORKS = "fireworks", "烟花鞭炮"
    FOREST_FIRE = "forest_fire", "森林防火"
    DROWNING = "drowning", "防溺水"
    DILAPIDATED = "dilapidated", "危房"
    RESERVOIR = "reservoir", "山塘水库"
    GEOLOGY = "geology", "地质灾害"
    MINE = "mine", "矿山"
    ELECTRICITY = "electricity", "用电"
    SCHOOL = "school", "校园"
    OTHER = "other", "其他"
    TOILET = "toilet", "改厕"
    SANITATION = "sanitation", "人居环境"


NOT_SAFETY = frozenset({HazardDomain.TOILET, HazardDomain.SANITATION})
