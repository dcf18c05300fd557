"""Is this a resident identity number (GB 11643-1999)? How is a phone number written? Pure."""

import re
import unicodedata
from datetime import date

# GB/T 2260, first two digits, with the residence permits of Hong Kong, Macau (81, 82) and Taiwan (83) residents and
# the permanent residence cards of foreigners (91).
PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
EARLIEST_BIRTH_YEAR = 1850
LONGEST_PHONE = 30

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_OTHERWISE = "如证件确为此号，请将证件类型改为“其他”。"
_PHONE_CHARACTERS = re.compile(r"[0-9+\-() /,.;#、；转分机]*")
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(?:\+?86|0086)?(0\d{2,3}\d{7,8})")


def read_resident_number(text: str, today: date) -> str:
    """Return the 18 characters of a resident number, half-width and with a capital X.

    `today` is the Asia/Shanghai date, for nobody is born later. ValueError says in Chinese what is wrong.
    """
    number = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    if not number:
        raise ValueError("请填写居民身份证号。")
    if re.fullmatch(r"[0-9]{15}", number):
        raise ValueError("15 位的旧号码已停用，请填写 18 位号码；没有 18 位号码的，请将证件类型改为“其他”。")
    if len(number) != 18:
        raise ValueError(f"居民身份证号应为 18 位，现为 {len(number)} 位。")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise ValueError("居民身份证号前 17 位应为数字，第 18 位应为数字或 X。")
    if not PROVINCE.fullmatch(number[:2]):
        raise ValueError(f"前两位 {number[:2]} 不是省级行政区划代码，请核对。{_OTHERWISE}")
    _check_birth(number[6:14], today)
    if number[17] != check_digit(number[:17]):
        raise ValueError(f"第 18 位校验不符，请核对。{_OTHERWISE}")
    return number


def check_digit(first17: str) -> str:
    """Return the 18th character for the first 17 digits (ISO 7064, MOD 11-2)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def read_phone(text: str) -> str:
    """Return a mobile number as its 11 digits, anything else as typed (half-width, trimmed).

    An odd number turns nobody away: ValueError (in Chinese) only for characters no phone number has, or over 30.
    """
    phone = unicodedata.normalize("NFKC", text).strip()
    if len(phone) > LONGEST_PHONE:
        raise ValueError(f"电话不能超过 {LONGEST_PHONE} 个字符。")
    if not _PHONE_CHARACTERS.fullmatch(phone):
        raise ValueError("电话中有不认识的字符：只用数字、空格和 + - ( ) / 转 等。")
    mobile = _MOBILE.fullmatch(_bare(phone))
    return mobile[1] if mobile else phone


def phone_key(text: str) -> str:
    """Return what two ways of writing one number have in common, for the blind index: digits without country code."""
    bare = _bare(unicodedata.normalize("NFKC", text))
    known = _MOBILE.fullmatch(bare) or _LANDLINE.fullmatch(bare)
    return known[1] if known else bare


def _bare(phone: str) -> str:
    return re.sub(r"[\s\-()]", "", phone)


def _check_birth(digits: str, today: date) -> None:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise ValueError(f"第 7 至 14 位 {digits} 不是真实的日期，请核对。") from None
    if born.year < EARLIEST_BIRTH_YEAR:
        raise ValueError(f"第 7 至 14 位的出生日期早于 {EARLIEST_BIRTH_YEAR} 年，请核对。")
    if born > today:
        raise ValueError("第 7 至 14 位的出生日期晚于今天，请核对。")
