"""Invented titles, stories and people: the same for the same number, and nobody's (junping/demo/people.py)."""

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from junping.demo.people import SURNAMES, identity_number, phone
from junping.vault.cipher import blind_index
from junping.vault.identity import phone_key
from junping.vault.masks import mask_id_number, mask_phone

RESIDENTS = 20_000
_GIVEN = (
    "建国志强平家兴宏伟长生德贵新民光明友少华水文斌运来立春林石庆云飞和泽佑必成定邦龙小军海波良显世雄秀英桂香红梅金莲"
    "玉兰冬美丽萍翠满月娥晓燕爱青桃碧淑贞彩霞玲雪慧芳喜凤银沅潋麒麟砚舫"
)
_THINGS = [
    *("排水", "宅基地", "山林界址", "土地流转", "赡养", "借款", "工钱", "噪声", "道路", "围墙"),
    *("采光", "鱼塘", "果树", "坟山", "水渠", "电费", "彩礼", "医药费", "化肥", "漏水"),
]
_FAULTS = ["纠纷", "争议", "被占", "受损", "未付清", "长期未解决", "影响出行", "多次协商未果"]
_GROUPS = "一二三四五六七八九十"
_STORIES = (
    "{a}与{b}因{thing}发生争执，村里先后调解过两次，双方各执一词，现请求镇里派人到现场查看后处理。",
    "{a}反映，{place}的{thing}问题从去年雨季起一直没有解决，{b}一方不愿配合，请求督促。",
    "{a}称{b}未按约定履行，涉及{thing}，有书面字据和邻居作证，希望尽快给个说法。",
    "据{a}讲，{thing}引起的矛盾已有三年，期间{b}外出务工，近日返乡后再起争执，请求协调。",
)


@dataclass(frozen=True, slots=True)
class Person:
    """A resident with what the parties' table keeps of them beside the ciphertexts."""

    name: str
    id_number: str
    id_number_mask: str
    id_number_index: str
    phone: str
    phone_mask: str
    phone_index: str


@lru_cache(maxsize=RESIDENTS)
def person(number: int) -> Person:
    rng = Random(number)
    name = rng.choice(SURNAMES) + "".join(rng.choices(_GIVEN, k=2))
    id_number, telephone = identity_number(rng), phone(rng)
    return Person(
        name,
        id_number,
        mask_id_number(id_number),
        blind_index("id_number", id_number),
        telephone,
        mask_phone(telephone),
        blind_index("phone", phone_key(telephone)),
    )


def place(rng: Random, village: str) -> str:
    return f"{village}{rng.choice(_GROUPS)}组"


def story(rng: Random, where: str, a: str, b: str) -> tuple[str, str]:
    """A title and a description."""
    thing = rng.choice(_THINGS)
    title = f"{where}{a}与{b}{thing}{rng.choice(_FAULTS)}"
    return title, rng.choice(_STORIES).format(a=a, b=b, thing=thing, place=where)
