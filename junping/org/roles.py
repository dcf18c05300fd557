"""Which roles are there? (domain.md, Roles)"""

from collections.abc import Iterable

from django.db import models


class Role(models.TextChoices):
    VILLAGE = "village", "村级综治中心"
    CENTER = "center", "镇综治中心"
    OFFICER = "officer", "承办人"
    LEADER = "leader", "领导"
    AUDITOR = "auditor", "监督"
    ADMIN = "admin", "系统管理员"


class Level(models.TextChoices):
    COUNTY = "county", "县"
    TOWN = "town", "乡镇"
    VILLAGE = "village", "村（社区）"
    GRID = "grid", "网格"


def joined(roles: Iterable[str]) -> str:
    """The roles as `User.roles` keeps them: sorted, comma separated. ValueError for a name that is no role."""
    return ",".join(sorted({Role(role).value for role in roles}))
