import io

import pytest

from junping.attachments.check import examine
from junping.attachments.refusal import Refused


@pytest.fixture
def refusal():
    """Why is this file refused?"""

    def ask(name: str, content: bytes) -> Refused:
        with pytest.raises(Refused) as caught:
            examine(name, io.BytesIO(content))
        return caught.value

    return ask


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "attachments"
    return settings.MEDIA_ROOT
