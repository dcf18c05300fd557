"""Invented people. No number here can be anybody's: 431299 is no county's code, and no operator has numbers at 169."""

from datetime import date, timedelta
from random import Random
from typing import Any

from junping.vault.identity import check_digit

SURNAMES = "向舒张李王周贺邹武谌刘陈唐黄肖夏严戴邓金易米杨吴宋覃梁荆卢曾彭谢田龚"
MEN = (
    "建国 志强 国平 家兴 宏伟 长生 德贵 新民 光明 大友 少华 水生 文斌 运来 立新 春林 石林 庆云 云飞 家和 泽民 佑生 "
    "必成 定邦 成龙 小军 海波 友良 显贵 世雄"
)
WOMEN = (
    "秀英 桂香 小红 春梅 金莲 玉兰 冬秀 美华 丽萍 翠云 云香 满秀 月娥 晓燕 爱莲 青梅 桃花 碧云 淑贞 彩霞 小玲 雪梅 "
    "香云 慧芳 喜凤 银秀"
)
GROUPS = "一二三四五六七八九"
_UNASSIGNED_COUNTY = "431299"
_OLDEST, _YOUNGEST = date(1946, 1, 1), date(1998, 12, 31)


def name(rng: Random, *, man: bool | None = None) -> str:
    """A name as there are many in the county."""
    given = MEN if (man if man is not None else rng.random() < 0.6) else WOMEN
    return rng.choice(SURNAMES) + rng.choice(given.split())


def two_names(rng: Random, sexes: str = "", *, same_surname: bool = False) -> tuple[str, str]:
    """Two different people; `sexes` is "fm" for a woman and a man, and so on; empty where it does not matter."""
    one, other = (sex == "m" for sex in sexes) if sexes else (None, None)
    first, second = name(rng, man=one), name(rng, man=other)
    while second[1:] == first[1:]:
        second = name(rng, man=other)
    return first, first[0] + second[1:] if same_surname else second


def identity_number(rng: Random) -> str:
    """A resident number whose form, date and check digit are right."""
    born = _OLDEST + timedelta(days=rng.randrange((_YOUNGEST - _OLDEST).days))
    first17 = f"{_UNASSIGNED_COUNTY}{born:%Y%m%d}{rng.randrange(1000):03}"
    return first17 + check_digit(first17)


def phone(rng: Random) -> str:
    return f"1690000{rng.randrange(10_000):04}"


def group(rng: Random) -> str:
    """A villagers' group, 三组."""
    return rng.choice(GROUPS) + "组"


def party(rng: Random, role: str, called: str, village: str, *, with_number: bool = True) -> dict[str, Any]:
    """A party as a door hands it in; not everybody has told their identity number."""
    given = {"role": role, "name": called, "phone": phone(rng), "address": f"均坪镇{village}{group(rng)}"}
    return given | ({"id_number": identity_number(rng)} if with_number else {})
