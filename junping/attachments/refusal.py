"""Why a file is not taken."""


class Refused(Exception):
    """A file that is not taken. `status` is 400 (name, empty), 413 (too large) or 415 (kind); `message` is Chinese."""

    def __init__(self, code: str, message: str, status: int = 415) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


def mismatch(label: str) -> Refused:
    """The content is not what the name's extension says."""
    return Refused("mismatch", f"文件内容不是「{label}」，与文件名的后缀不符。请用原来的软件打开后另存，再上传。")


def broken(label: str) -> Refused:
    return Refused("broken", f"文件不是完好的「{label}」，打不开。请检查原文件，重新保存后再上传。")


def macro() -> Refused:
    return Refused("macro", "文件带有宏，不能上传。请另存为不带宏的格式（如 .docx、.xlsx 或 PDF）后再上传。")


def encrypted() -> Refused:
    return Refused("encrypted", "文件设有打开密码，系统无法检查。请去掉密码后再上传。")


def swelling() -> Refused:
    return Refused("swelling", "文件解压后过大，不能上传。请删减内容，或分成几份、转成 PDF 后再上传。")
