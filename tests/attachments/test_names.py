"""A file is called by the last part of the path given."""

import pytest

from junping.attachments.naming import extension, read_name
from junping.attachments.refusal import Refused


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("../../etc/cron.d/x", "x"),
        ("..\\..\\x.jpg", "x.jpg"),
        ("C:\\Users\\张三\\照片.jpg", "照片.jpg"),
        ("/abs", "abs"),
        ("a/../../b.pdf", "b.pdf"),
        ("%2e%2e%2f", "%2e%2e%2f"),
        ("x.php;.jpg", "x.php;.jpg"),
        (" 协议 书.docx ", "协议 书.docx"),
        ("e\u0301.txt", "é.txt"),
        ("\U000e0041.txt".replace("\U000e0041", "\ue5e5"), "\ue5e5.txt"),
        ("汉" * 146 + ".jpg", "汉" * 146 + ".jpg"),
    ],
)
def test_the_name_is_the_last_part_in_one_form(path, name):
    assert read_name(path) == name


@pytest.mark.parametrize(
    "path",
    ["", "/", "a/", "..", ".", "  ", "汉" * 147 + ".jpg", "a\r\nSet-Cookie: x=1.jpg", "张\u202egpj.exe", "a\u200b.jpg",
     "a\x00.jpg", "\ud800.jpg", "a\u2028b.jpg"],
)  # fmt: skip
def test_a_name_that_cannot_be_shown_is_refused_as_bad_input(path):
    with pytest.raises(Refused) as caught:
        read_name(path)
    assert (caught.value.code, caught.value.status) == ("bad_name", 400)
    assert "文件名" in caught.value.message or "没有名称" in caught.value.message


@pytest.mark.parametrize(
    ("name", "found"), [("a.JPG", "jpg"), ("a.tar.gz", "gz"), ("a", ""), (".htaccess", ""), ("a.", ""), ("a.b.", "")]
)
def test_the_extension_is_what_follows_the_last_dot(name, found):
    assert extension(name) == found
