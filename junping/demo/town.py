"""The town: its units and accounts (domain.md, The town; contract.md, Running it)."""

from dataclasses import dataclass

from junping.backoffice.accounts import create_unit, create_user
from junping.demo.hands import Hand
from junping.org.actor import Actor
from junping.org.models import Unit, User
from junping.org.roles import Level, Role

PASSWORD = "junping-demo"
# Whatever the demo makes besides records, it makes under this name; its accounts are recognised by it ever after.
MAKER = Actor(None, "demo", "演示数据", None, frozenset(), True, "system")

COUNTY = ("431224", "溆浦县")
TOWN = ("431224105000", "均坪镇")
VILLAGES = (
    ("431224105003", "新建社区"),
    ("431224105200", "先锋村"),
    ("431224105201", "白雾头村"),
    ("431224105203", "金屋湾村"),
    ("431224105205", "金溪界村"),
    ("431224105207", "板溪村"),
    ("431224105209", "向家塘村"),
    ("431224105210", "来坡湾村"),
    ("431224105211", "老窑上村"),
    ("431224105212", "明家塘村"),
    ("431224105213", "岩落湾村"),
    ("431224105214", "长坪村"),
)
# username, name, role, may read confidential records
OFFICES = (
    ("center", "贺晓岚", Role.CENTER, True),
    ("center2", "向文彬", Role.CENTER, False),
    ("officer", "舒建平", Role.OFFICER, False),
    ("officer2", "谌志远", Role.OFFICER, False),
    ("leader", "邹继明", Role.LEADER, True),
    ("auditor", "严丽娟", Role.AUDITOR, False),
    ("admin", "戴思远", Role.ADMIN, False),
)


@dataclass(frozen=True)
class Village:
    """A village, and the hand of its governance centre's account."""

    code: str
    name: str
    hand: Hand


@dataclass(frozen=True)
class Town:
    """Everybody who acts in the demo."""

    center: Hand
    center2: Hand
    officer: Hand
    officer2: Hand
    leader: Hand
    villages: tuple[Village, ...]

    def village(self, name: str) -> Village:
        return next(village for village in self.villages if village.name == name)


def found() -> Town:
    """Make units and accounts, each an event of its own history by the maker."""
    county = create_unit(MAKER, *COUNTY, Level.COUNTY, None)
    town = create_unit(MAKER, *TOWN, Level.TOWN, county)
    units = [create_unit(MAKER, code, name, Level.VILLAGE, town) for code, name in VILLAGES]
    office = {
        username: _account(username, name, town, role, cleared=cleared) for username, name, role, cleared in OFFICES
    }
    villages = [
        Village(
            unit.code, unit.name, Hand(_account(f"village-{i:02}", f"{unit.name}综治中心", unit, Role.VILLAGE), "api")
        )
        for i, unit in enumerate(units, 1)
    ]
    hands = {name: Hand(office[name], "admin") for name in ("center", "center2", "officer", "officer2", "leader")}
    return Town(**hands, villages=tuple(villages))


def _account(username: str, name: str, unit: Unit, role: Role, *, cleared: bool = False) -> User:
    values = {"name": name, "unit": unit, "roles": [role], "cleared": cleared, "is_active": True}
    return create_user(MAKER, username, PASSWORD, values)
