"""`manage.py token`: what it prints works, what it cannot do it says, and the history has it."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from junping.clocks.now import now
from junping.history.models import Event
from junping.history.verify import Verification
from junping.org.models import ApiToken
from tests.api.conftest import Caller


def printed(capsys, *arguments):
    call_command("token", *arguments)
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_it_prints_the_token_alone_and_the_token_works(clerk, capsys):
    out = printed(capsys, "village-06")
    assert out.splitlines() == [out.strip()]
    answer = Caller(out.strip()).get("/api/v1/me/").json()
    assert (answer["username"], answer["token"]["name"]) == ("village-06", "命令行发放")


def test_name_and_days_are_those_given(clerk, capsys):
    printed(capsys, "village-06", "--name", "板溪村 平台", "--days", "30")
    token = ApiToken.objects.get()
    assert token.name == "板溪村 平台"
    assert abs(token.expires_at - now() - timedelta(days=30)) < timedelta(minutes=1)


def test_the_issue_is_an_event_that_does_not_tell_the_token(clerk, capsys):
    plain = printed(capsys, "village-06").strip()
    event = Event.objects.get(action="issue")
    assert event.data["user"] == "village-06"
    assert plain not in f"{event.data}{event.note}{event.subject}"
    tokens_wrong = [p for p in Verification().problems() if p.subject == ApiToken.objects.get().chain_subject]
    assert tokens_wrong == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nobody"], "没有“nobody”这个账号"),
        (["village-06", "--days", "0"], "1 到 3650"),
        (["village-06", "--days", "3651"], "1 到 3650"),
        (["village-06", "--days", "很多"], "1 到 3650"),
        (["village-06", "--name", "  "], "令牌名称"),
        (["village-06", "--name", "长" * 61], "令牌名称"),
    ],
)
def test_what_it_cannot_do_it_says_and_issues_nothing(clerk, arguments, words):
    with pytest.raises(CommandError, match=words) as refused:
        call_command("token", *arguments)
    assert refused.value.returncode == 1
    assert not ApiToken.objects.exists()


def test_a_deactivated_account_gets_none(clerk):
    clerk.is_active = False
    clerk.save()
    with pytest.raises(CommandError, match="已停用"):
        call_command("token", "village-06")


def test_an_unmigrated_database_is_a_clear_message(settings, tmp_path):
    ended = subprocess.run(
        [sys.executable, "manage.py", "token", "village-06"],
        cwd=settings.BASE_DIR,
        env={"JUNPING_DATA_DIR": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "migrate" in ended.stderr
    assert "Traceback" not in ended.stderr
