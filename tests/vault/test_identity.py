"""Resident numbers and phones, as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junping.vault.identity import check_digit, phone_key, read_phone, read_resident_number

TODAY = date(2026, 11, 24)


def number(region="431224", birth="19900101", serial="123"):
    first17 = region + birth + serial
    return first17 + check_digit(first17)


# Two examples of GB 11643-1999 itself.
@pytest.mark.parametrize("known", ["11010519491231002X", "440524188001010014"])
def test_the_examples_of_the_standard_are_right(known):
    assert read_resident_number(known, TODAY) == known


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105\u300019491231002ｘ",
    ],
)
def test_spaces_full_width_and_small_letters_are_folded(written):
    assert read_resident_number(written, TODAY) == "11010519491231002X"


@pytest.mark.parametrize("region", ["810000", "820000", "830000", "710000", "320621", "429004", "910112"])
def test_numbers_of_permits_and_of_regions_that_are_no_more_are_right(region):
    assert read_resident_number(number(region=region), TODAY) == number(region=region)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "请填写"),
        ("   ", "请填写"),
        ("110105491231002", "15 位"),
        ("1101051949123100", "现为 16 位"),
        ("1101051949123100211", "现为 19 位"),
        ("11010519491231OO2X", "应为数字"),
        ("110105X9491231002X", "应为数字"),
        ("431224**********3X", "应为数字"),
        ("11010519491231002Y", "应为数字"),
        ("²¹0105194912310021", "第 18 位校验不符"),
        (number(region="991224"), "前两位 99"),
        (number(region="161224"), "前两位 16"),
        (number(birth="20230230"), "20230230 不是真实的日期"),
        (number(birth="19901301"), "19901301 不是真实的日期"),
        (number(birth="00000101"), "00000101 不是真实的日期"),
        (number(birth="18491231"), "早于 1850 年"),
        (number(birth="20261125"), "晚于今天"),
        ("110105194912310021", "第 18 位校验不符，请核对。如证件确为此号，请将证件类型改为“其他”。"),
    ],
)
def test_each_fault_has_its_own_words(written, said):
    with pytest.raises(ValueError, match=said):
        read_resident_number(written, TODAY)


def test_who_is_born_today_has_a_number():
    assert read_resident_number(number(birth="20261124"), TODAY)


@given(st.dates(date(1850, 1, 1), TODAY), st.integers(0, 999))
def test_every_valid_number_is_right_and_no_other_check_digit(born, serial):
    valid = number(birth=f"{born:%Y%m%d}", serial=f"{serial:03}")
    assert read_resident_number(valid, TODAY) == valid
    for wrong in set("0123456789X") - {valid[-1]}:
        with pytest.raises(ValueError, match="第 18 位"):
            read_resident_number(valid[:-1] + wrong, TODAY)


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(place, more):
    valid = "110105194912310021"[:17] + "X"
    digit = str((int(valid[place]) + more) % 10)
    with pytest.raises(ValueError, match=r"."):
        read_resident_number(valid[:place] + digit + valid[place + 1 :], TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    "written",
    [
        "13812345678",
        "+86 138 1234 5678",
        "138-1234-5678",
        "８６１３８１２３４５６７８",
        "0086-13812345678",
        "(+86)13812345678",
    ],
)
def test_a_mobile_number_is_read_as_eleven_digits(written):
    assert read_phone(written) == phone_key(written) == "13812345678"


@pytest.mark.parametrize("written", ["0745-3331234", "12345", "400-810-1234", "0745-3331234转801", "", "10010"])
def test_another_number_stays_as_typed(written):
    assert read_phone(f" {written} ") == written


@pytest.mark.parametrize("written", ["0745-3331234", "07453331234", "(0745)3331234", "+86 07453331234"])
def test_one_landline_has_one_key(written):
    assert phone_key(written) == "07453331234"


@pytest.mark.parametrize(("written", "said"), [("138****5678", "不认识"), ("call me", "不认识"), ("1" * 31, "30")])
def test_what_no_phone_number_can_be_is_refused(written, said):
    with pytest.raises(ValueError, match=said):
        read_phone(written)
