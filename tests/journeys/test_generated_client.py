"""A client that nobody wrote: generated from the OpenAPI document, it hands in a case and sees it closed."""

import importlib
import inspect
import io
import json
import os
import pkgutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from junping.clocks.now import SHANGHAI, now, today
from tests.abuse.process import Site
from tests.failures.conftest import own_database

pytest.importorskip("openapi_python_client", reason="openapi-python-client comes with requirements-dev.txt")
pytestmark = [pytest.mark.experiment, pytest.mark.django_db]
PACKAGE = "junping_client"


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_setup):
    with own_database() as url:
        made = Site(tmp_path_factory.mktemp("client"), url)
        made.settle()
        made.start()
        try:
            yield made
        finally:
            made.stop()


@pytest.fixture(scope="module")
def made(site):
    """The package, as the generator leaves it; `made.api.cases.cases_create`, `made.models.Case` and so on."""
    folder = site.log.parent
    status, _, document = site.call("GET", "schema/")
    assert status == 200
    (folder / "openapi.json").write_bytes(document)
    tools = Path(sys.executable).parent
    options = ["--path", folder / "openapi.json", "--output-path", folder / PACKAGE, "--meta", "none"]
    generated = subprocess.run(
        [tools / "openapi-python-client", "generate", "--fail-on-warning", *options],
        env={**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert generated.returncode == 0, generated.stdout + generated.stderr
    sys.path.insert(0, str(folder))
    try:
        package = importlib.import_module(PACKAGE)
        api = {
            tag: SimpleNamespace(**{name: importlib.import_module(f"{PACKAGE}.api.{tag}.{name}") for name in names})
            for tag, names in _operations(folder / PACKAGE / "api").items()
        }
        yield SimpleNamespace(
            package=package,
            api=SimpleNamespace(**api),
            models=importlib.import_module(f"{PACKAGE}.models"),
            types=importlib.import_module(f"{PACKAGE}.types"),
        )
    finally:
        sys.path.remove(str(folder))


def _operations(folder):
    return {
        tag.name: [module.name for module in pkgutil.iter_modules([str(tag)])]
        for tag in sorted(folder.iterdir())
        if tag.is_dir() and tag.name != "__pycache__"
    }


@pytest.fixture
def people(site, made):
    """Each with a client that raises where an answer's status is not in the document."""
    client = made.package.AuthenticatedClient
    address = f"http://127.0.0.1:{site.port}"
    return {
        who: client(base_url=address, token=token, raise_on_unexpected_status=True)
        for who, token in site.tokens.items()
    }


def test_it_hands_in_a_case_follows_it_and_sees_it_closed(made, people):
    cases, models = made.api.cases, made.models
    village, center = people["village"], people["center"]
    received = now().astimezone(SHANGHAI).replace(microsecond=0) - timedelta(hours=2)
    new = models.NewCase(
        kind=models.Kind.REQUEST,
        category=models.Category.INFRASTRUCTURE,
        title="三组路灯不亮",
        source=models.Source.YARD_MEETING,
        received_at=received,
        occurred_on=date(2023, 11, 24),
        longitude=110.59,
        latitude=27.91,
        parties=[
            models.NewParty(
                role=models.PartyRole.APPLICANT, name="谌绍文", id_type=models.IdType.RESIDENT, phone="13812340726"
            )
        ],
    )
    answers = [cases.cases_create.sync_detailed(client=village, body=new, idempotency_key="village-0001") for _ in "12"]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1].headers["Idempotent-Replayed"] == "true"
    case = answers[0].parsed
    assert isinstance(case, models.Case)
    assert answers[1].parsed.number == case.number
    assert (case.received_at, case.occurred_on, case.status) == (
        received,
        date(2023, 11, 24),
        models.CaseStatus.REGISTERED,
    )
    assert (case.parties[0].phone, case.officer, case.outcome) == ("138****0726", None, None)

    file = made.types.File(payload=io.BytesIO("路灯在村部门口".encode()), file_name="说明.txt", mime_type="text/plain")
    upload = models.Upload(file=file, purpose=models.AttachmentPurpose.EVIDENCE, caption="位置")
    kept = cases.cases_attach.sync(case.number, client=village, body=upload, idempotency_key="village-0002")
    assert (kept.name, kept.purpose) == ("说明.txt", models.AttachmentPurpose.EVIDENCE)
    back = made.api.general.attachments_content.sync(kept.id, client=village)
    assert back.payload.read().decode() == "路灯在村部门口"

    change = models.CaseCorrection(place="三组", occurred_on=None)
    stale = cases.cases_correct.sync_detailed(case.number, client=village, body=change, if_match='"1"')
    assert (stale.status_code, type(stale.parsed)) == (412, models.Problem)
    seen = cases.cases_retrieve.sync_detailed(case.number, client=village)
    changed = cases.cases_correct.sync(case.number, client=village, body=change, if_match=seen.headers["ETag"])
    assert (changed.place, changed.occurred_on) == ("三组", None)

    done = _through(made, center, cases.cases_retrieve.sync(case.number, client=center))
    unchanged = cases.cases_retrieve.sync_detailed(case.number, client=village, if_none_match=f'"{done.version}"')
    assert (unchanged.status_code, unchanged.parsed) == (304, None)
    followed = cases.cases_retrieve.sync(case.number, client=village)
    assert (followed.status, followed.outcome) == (models.CaseStatus.CLOSED, models.Outcome.RESOLVED)
    story = [event.action for event in cases.cases_events.sync(case.number, client=village)]
    assert story == ["register", "attach", "correct", "accept", "assign", "note", "reply", "close"]
    clocks = cases.cases_deadlines.sync(case.number, client=village)
    assert models.ClockState.MET in [clock.state for clock in clocks]
    page = cases.cases_list.sync(
        client=village, status=[models.CasesListStatusItem.CLOSED], received_from=received.date(), count=True
    )
    assert (page.count, [row.number for row in page.results], page.next_) == (1, [case.number], None)


def _through(made, center, case):
    """Accepted, assigned, replied and closed by the centre, each act on the version that was seen."""
    cases, models = made.api.cases, made.models
    acts = [
        (cases.cases_accept, models.CaseAccept(occurred_at=now().astimezone(SHANGHAI))),
        (cases.cases_assign, models.CaseAssign(officer="center", co_units=[case.unit.code])),
        (cases.cases_note, models.CaseNote(text="已换灯泡")),
        (cases.cases_reply, models.CaseReply(opinion="已修好", delivered_on=today())),
        (cases.cases_close, models.CaseClose(outcome=models.Outcome.RESOLVED)),
    ]
    for n, (operation, body) in enumerate(acts):
        assert operation.__name__.rpartition("_")[2] in [offer.name for offer in case.actions]
        seen = f'"{case.version}"'
        asked = {"body": body, "if_match": seen, "idempotency_key": f"jp-act-{n:04}"}
        case = operation.sync(case.number, client=center, **asked)
        assert isinstance(case, models.Case)
    again = cases.cases_accept.sync_detailed(case.number, client=center, body=models.CaseAccept())
    assert (again.status_code, again.parsed.code) == (409, "wrong_state")
    assert "reopen" in again.parsed.allowed_actions
    return case


def test_a_refusal_tells_the_field(made, people):
    wrong = made.models.NewCase.from_dict(
        {"kind": "petition", "category": "land", "title": "界址争议", "source": "visit", "people_count": 0}
    )
    problem = made.api.cases.cases_create.sync(client=people["village"], body=wrong)
    assert isinstance(problem, made.models.Problem)
    assert {error.field for error in problem.errors} == {"petition_class", "people_count"}
    accusation = made.models.NewCase.from_dict({**wrong.to_dict(), "petition_class": "accusation", "people_count": 1})
    receipt = made.api.cases.cases_create.sync(client=people["village"], body=accusation)
    assert isinstance(receipt, made.models.CaseReceipt)


def test_whatever_is_read_without_an_address_of_its_own_is_understood(made, people):
    read = 0
    for tag in vars(made.api).values():
        for name, operation in vars(tag).items():
            needed = [p for p in inspect.signature(operation.sync_detailed).parameters.values() if p.default is p.empty]
            if [p.name for p in needed] == ["client"] and name not in {"docs", "calendar_due", "statistics"}:
                answer = operation.sync_detailed(client=people["center"])
                assert (answer.status_code, answer.parsed is not None) == (200, True), name
                read += 1
    assert read >= 7


def test_it_counts_a_deadline(made, people):
    due = made.api.general.calendar_due.sync(
        client=people["village"], start="2026-01-05", days=60, pause=["2026-01-12..2026-01-14"]
    )
    assert (due.start_on, due.raw_last_day) == (date(2026, 1, 5), date(2026, 3, 9))


def test_hazards_and_visits_by_the_same_client(made, people):
    models, api = made.models, made.api
    drive = api.campaigns.campaigns_create.sync(
        client=people["center"],
        body=models.NewCampaign(name="敲门行动", starts_on=date(2026, 1, 1), domains=[models.HazardDomain.GAS]),
    )
    visit = models.NewVisit(unit="431224105207", visited_on=date(2026, 1, 2), count=30)
    visit = api.campaigns.visits_create.sync(drive.id, client=people["village"], body=visit)
    hazard = models.NewHazard(
        domain=models.HazardDomain.GAS, title="软管老化", source=models.Source.DOOR_KNOCK, visit=visit.id
    )
    item = models.NewHazardItem.from_dict({"idempotency_key": "jp-haz-0001", **hazard.to_dict()})
    results = [
        api.hazards.hazards_bulk.sync(client=people["village"], body=models.HazardBulk(items=[item])).results[0]
        for _ in "12"
    ]
    assert [result.status for result in results] == [models.BulkResultStatus.CREATED, models.BulkResultStatus.EXISTS]
    found = api.hazards.hazards_retrieve.sync(results[0].number, client=people["village"])
    assert (found.title, found.level, found.legacy_since) == ("软管老化", models.HazardLevel.GENERAL, None)
    assert json.dumps(found.to_dict())
