"""Lists signed on paper: entered by the head with their scan, opened only by whoever may see it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.trail.trail import SYSTEM
from tests import builders, cast
from tests.cast import IDS, TODAY, UNIT_IDS
from tests.databases import Served
from tests.papers import flat, told
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.plan.policies.test_acknowledgements import STANDING, announce, readings

LIST, FILE = f"{STANDING}/list", f"{STANDING}/evidence/1"


@pytest.fixture
def known(served: Served) -> Served:
    """The policy was made known today."""
    with committing(served):
        announce()
    return served


SCAN = "署名 𠮷田 茂".encode()


def listed(**typed: object) -> dict[str, object]:
    return {
        "edition": "1",
        "person_ids": str(IDS["without_account"]),
        "signed_on": "2026/11/24",
        **typed,
    }


@pytest.mark.usefixtures("known")
def test_the_list_to_sign_names_those_who_cannot_sign_in(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    paper = f"{LIST}.pdf"
    assert paper in words(visitor.as_("head").get(STANDING))
    said = flat(told(visitor.get(paper).data, tmp_path))
    for each in ("周知の署名一覧", "POL-001", "第1版", "内容を確認しました。", "署名の日"):
        assert each in said, each
    with reading(served):
        names = people.names([IDS["without_account"], IDS["owner"]])
    assert flat(names[IDS["without_account"]]) in said
    assert flat(names[IDS["owner"]]) not in said
    for name in ("other_head", "owner", "employee"):
        assert visitor.as_(name).get(paper).status_code in {403, 404}, name
    visitor.as_("head").post(LIST, **listed(scan=SCAN))
    assert visitor.get(paper).status_code == 404


@pytest.mark.usefixtures("known")
def test_the_head_enters_a_signed_list_and_opens_its_scan(served: Served, visitor: Visitor) -> None:
    sent = form(visitor.as_("head").get(STANDING), LIST, with_slip=True)
    assert sent["edition"] == "1"
    typed = {**sent, **listed(scan=SCAN)}
    done = visitor.post(LIST, **typed)
    assert (done.status_code, done.location) == (302, STANDING)
    assert visitor.post(LIST, **{**typed, "scan": SCAN}).location == STANDING
    assert readings(served) == [IDS["without_account"]]
    page = words(visitor.get(STANDING))
    assert LIST not in page
    assert FILE in page
    for name in ("head", "representative", "privacy_manager", "audit_manager"):
        with visitor.as_(name).get(FILE) as file:
            assert (file.status_code, file.data) == (200, SCAN)
            assert file.headers["Content-Disposition"].startswith("attachment")
    for name in ("other_head", "owner", "employee"):
        assert visitor.as_(name).get(FILE).status_code == 404
    assert visitor.as_("head").get(f"{STANDING}/evidence/2").status_code == 404


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("by", "typed", "status", "told"),
    [
        ("head", {"scan": b""}, 400, "写し（スキャンや写真）を選んでください"),
        ("head", {"person_ids": ""}, 400, "署名した人"),
        ("head", {"person_ids": "99999999999"}, 400, "一覧から選んでください"),
        ("head", {"person_ids": str(IDS["owner"])}, 409, "本人が画面で確認します"),
        ("head", {"signed_on": ""}, 400, "署名の日を入力してください"),
        ("head", {"signed_on": "2026/11/23"}, 409, "周知された日以降の日"),
        ("head", {"signed_on": "2026/11/25"}, 409, "未来の日は記録できません"),
        ("head", {"edition": "2"}, 404, "いま確認をお願いしている版がありません"),
        ("head", {"person_ids": str(IDS["nobody"])}, 404, "その人は登録されていません"),
        ("other_head", {}, 403, "その部門の責任者だけ"),
        ("representative", {}, 403, "その部門の責任者だけ"),
        ("audit_manager", {}, 403, "その部門の責任者だけ"),
        ("owner", {}, 403, "その部門の責任者だけ"),
    ],
)
def test_a_list_is_refused_in_words(
    served: Served, visitor: Visitor, by: str, typed: dict[str, object], status: int, told: str
) -> None:
    sent = listed(**{"scan": SCAN, **typed})
    if not sent["scan"]:
        del sent["scan"]
    answer = visitor.as_(by).post(LIST, **sent)
    assert answer.status_code == status
    assert told in words(answer)
    assert readings(served) == []


@pytest.mark.usefixtures("known")
def test_a_list_is_refused_as_such_while_the_next_version_waits_to_be_made_known(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        text = cast.POLICY.replace("教材の発送", "教材と会報の発送")
        builders.decide_version(builders.submitted(text, effective_on=TODAY + timedelta(days=30)))
    answer = visitor.as_("privacy_manager").post(LIST, **listed(signed_on=""))
    assert f'action="{STANDING}/announce"' in answer.text
    assert answer.status_code == 400


@pytest.mark.usefixtures("known")
def test_the_privacy_manager_enters_for_a_unit_without_a_head(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        who = staffing.add_person("新人 一", by=SYSTEM)
        staffing.enrol(who, people.unit(UNIT_IDS["書店"]), since_on=TODAY, by=SYSTEM)
        number = who.id
    visitor.as_("privacy_manager")
    page = words(visitor.get(STANDING))
    assert "アカウントなし（紙で署名）" in page
    done = visitor.post(LIST, **listed(person_ids=str(number), scan=SCAN))
    assert done.status_code == 302
    assert readings(served) == [number]


@pytest.mark.usefixtures("known")
def test_a_signed_list_is_erased_by_both_managers_and_the_reading_stays(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("head").post(LIST, **listed(scan=SCAN))
    ask = "/act/erasures/POL-001"
    assert ask not in words(visitor.get(STANDING))
    page = visitor.as_("privacy_manager").get(STANDING)
    for said in ("署名された一覧の写し", f'href="{ask}"', f'href="{FILE}"', "POL-001 の内容を"):
        assert said in words(page)
    sent = {**form(visitor.get(ask), ask), "target": "file-1", "reason": "保存の必要がない。"}
    assert visitor.post(ask, **sent).status_code == 302
    waiting = words(visitor.as_("audit_manager").get("/act/erasures/"))
    (agree,) = re.findall(r'action="(/act/erasures/\d+/agree)"', waiting)
    assert visitor.post(agree).status_code == 302
    assert visitor.get(FILE).status_code == 404
    page = words(visitor.get(STANDING))
    assert "紙（写しは消去済み）" in page
    assert "消去済み 2026年11月24日" in page
    assert f'href="{FILE}"' not in page
    assert readings(served) == [IDS["without_account"]]


@pytest.mark.parametrize(("by", "shown"), [("privacy_manager", True), ("head", False)])
def test_who_may_erase_finds_the_way_on_the_record(
    served: Served, visitor: Visitor, by: str, shown: bool
) -> None:
    with committing(served):
        builders.case()
    for page, name in (
        ("/act/cases/CA-2026-001", "CA-2026-001"),
        ("/check/findings/F-2026-001", "F-2026-001"),
    ):
        assert (f"/act/erasures/{name}" in words(visitor.as_(by).get(page))) == shown
