"""Pages of auditors on both databases: training with its proof, and those named from outside."""

import pytest
from sqlalchemy import select

from pms_tracker.check.audits import auditor_trainings, auditors, audits
from pms_tracker.check.audits.auditors import Outsider
from pms_tracker.check.tables.auditor_tables import AuditorTraining
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account, Person
from pms_tracker.registers import entries
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS, adopted, viewer
from tests.databases import Served
from tests.signed_in import cookie_of
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.door.test_access import addresses
from tests.web.doors import DOORS

LIST = "/check/auditors/"
PERSON = f"/people/{IDS['auditor']}"
TRAININGS = f"{LIST}{IDS['auditor']}/trainings"
TYPED = {
    "name": "内部監査員養成研修",
    "obtained_on": "2024/05/10",
    "valid_until": "2027/05/09",
    "note": "外部講習",
}
RULES = """個人情報取扱規程
1. 持出し
(1)名簿を持ち出すときは、記録簿に記入します。
令和5年11月30日 制定
みなと学習舎株式会社
"""


def name_outsider(**changes: str) -> Person:
    wanted = {"name": "外村 監", "affiliation": "そとむら監査事務所", **changes}
    return auditors.name_outsider(Outsider(**wanted), by=viewer("audit_manager"))


def test_training_is_kept_with_its_certificate_and_shown_when_choosing(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("audit_manager")
    for wrong, said in (
        ({"name": " "}, "研修・資格の名前を入力してください"),
        ({"obtained_on": ""}, "取得日を入力してください"),
        ({"obtained_on": "2026/11/25"}, "未来の日は記録できません"),
        ({"valid_until": "2024/05/09"}, "取得日以降の日"),
        ({"certificate": b""}, "空のファイル"),
    ):
        refused = visitor.post(TRAININGS, **{**TYPED, **wrong})
        assert refused.status_code == 400, wrong
        assert said in words(refused), wrong
    done = visitor.post(TRAININGS, **TYPED, certificate=b"proof")
    assert done.location == f"{PERSON}#trainings"
    page = words(visitor.get(PERSON))
    for said in ("内部監査員養成研修", "2027年5月9日(日)まで有効", "外部講習", "修了証"):
        assert said in page
    with visitor.get(f"{TRAININGS}/1/certificate") as file:
        assert file.data == b"proof"
    told = "内部監査員養成研修・2027年5月9日(日)まで"
    for address in (LIST, "/check/audits/new"):
        assert told in words(visitor.get(address))
    assert "研修の記録なし" in words(visitor.get(LIST))


def test_training_that_ran_out_is_said_and_not_forbidden(served: Served, visitor: Visitor) -> None:
    with committing(served):
        days = {"obtained_on": TODAY.replace(year=2020), "valid_until": TODAY.replace(day=23)}
        expired = {"person_id": IDS["auditor"], "name": "古い研修", **days}
        entries.enter(auditor_trainings.TRAININGS, expired, by=viewer("audit_manager"))
    visitor.as_("audit_manager")
    assert "古い研修・期限切れ（2026年11月23日(月)まで）" in words(visitor.get("/check/audits/new"))
    assert "期限切れ" in words(visitor.get(PERSON))
    with committing(served):
        builders.audit()
    assert "古い研修・期限切れ" in words(visitor.get("/check/audits/AU-2026-001"))


def test_training_is_seen_by_those_who_oversee_audits_and_by_its_person(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("audit_manager").post(TRAININGS, **TYPED, certificate=b"proof")
    for name in ("representative", "privacy_manager", "auditor"):
        page = visitor.as_(name).get(PERSON)
        assert "内部監査員養成研修" in words(page), name
        assert TRAININGS not in words(page).replace(f"{TRAININGS}/1/certificate", "")
        with visitor.get(f"{TRAININGS}/1/certificate") as file:
            assert file.status_code == 200
    for name in ("head", "administrator", "second_auditor"):
        assert "内部監査員養成研修" not in words(visitor.as_(name).get(PERSON)), name
        assert visitor.get(f"{TRAININGS}/1/certificate").status_code == 404
    visitor.as_("auditor")
    assert visitor.get(f"{LIST}{IDS['head']}/trainings/1/certificate").status_code == 404


def test_a_mistaken_training_is_struck_with_a_reason_and_stays(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("audit_manager").post(TRAININGS, **TYPED)
    strike = f"{TRAININGS}/1/strike"
    refused = visitor.post(strike, reason=" ")
    assert refused.status_code == 400
    assert "理由を入力してください" in words(refused)
    assert visitor.post(strike.replace("/1/", "/9/"), reason="誤り").status_code == 404
    assert visitor.get(f"{TRAININGS}/1/certificate").status_code == 404
    assert visitor.post(strike, reason="別の人の研修").location == f"{PERSON}#trainings"
    page = words(visitor.get(PERSON))
    assert "<del>内部監査員養成研修</del>" in page
    assert "別の人の研修" in page
    assert visitor.post(strike, reason="再び").status_code == 404
    assert "内部監査員養成研修" not in words(visitor.get(LIST))
    with reading(served):
        assert len(session.scalars(select(AuditorTraining)).all()) == 1


def test_an_auditor_from_outside_is_named_without_unit_role_or_account(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("audit_manager")
    typed = {"name": "外村 監", "affiliation": " ", "reading": "", "mail": "sotomura@example.com"}
    refused = visitor.post(LIST, **typed)
    assert refused.status_code == 400
    assert "所属先を入力してください" in words(refused)
    assert visitor.post(LIST, **{**typed, "affiliation": "そとむら監査事務所"}).location == LIST
    page = words(visitor.get(LIST))
    assert "外村 監" in page
    assert "そとむら監査事務所" in page
    assert "外部：そとむら監査事務所" in words(visitor.get("/check/audits/new"))
    with reading(served):
        who = session.scalars(select(Person).where(Person.name == "外村 監")).one()
        assert people.account_of(who.id) is None
        assert people.viewer(who.id).roles == {Role.EXTERNAL_AUDITOR}
        # Nobody hands work of the firm to somebody from outside.
        assert who.id not in dict(builders.audits.teams.Firm(TODAY).here())
    with pytest.raises(BadInput, match="affiliation_needed"), committing(served):
        name_outsider(affiliation=" ")


def test_who_is_from_outside_stays_outside(served: Served) -> None:
    with committing(served):
        who = name_outsider()
        with pytest.raises(RuleBroken, match="external_stays_outside"):
            staffing.enrol(who, people.unit(UNIT_IDS["本部"]), since_on=TODAY, by=SYSTEM)
        with pytest.raises(RuleBroken, match="external_stays_outside"):
            staffing.grant(who, Role.AUDITOR, since_on=TODAY, by=SYSTEM)
        audit = builders.audit(team_ids=[who.id])
        (member,) = audits.team_of(audit.id)
        assert (member.units_then, member.roles_then) == ("そとむら監査事務所", "external_auditor")


@pytest.fixture
def outsider(served: Served, visitor: Visitor) -> Visitor:
    """An auditor from outside with an account, on one audit of three, each with a finding."""
    with committing(served):
        who = name_outsider(mail="sotomura@example.com")
        account = staffing.open_account(who, password_hash=None, by=SYSTEM)
        person_id = account.person_id
        builders.finding(builders.audit())
        own = builders.audit(team_ids=[IDS["auditor"], who.id])
        builders.finding(own)
        other = builders.audit(unit_id=UNIT_IDS["本部"])
        builders.finding(other)
    with served.app.app_context():
        content = cookie_of(person_id)
    visitor.client = served.app.test_client()
    with visitor.client.session_transaction() as cookie:
        cookie.update(content)
    return visitor


def test_an_auditor_from_outside_sees_own_audits_and_their_findings_alone(
    outsider: Visitor,
) -> None:
    assert outsider.get("/").location == "/check/audits/"
    listed = words(outsider.get("/check/audits/"))
    assert "AU-2026-002" in listed
    found = words(outsider.get("/check/findings/"))
    assert "F-2026-002" in found
    for number in ("001", "003"):
        assert f"AU-2026-{number}" not in listed
        assert f"F-2026-{number}" not in found
        for address in (
            f"/check/audits/AU-2026-{number}",
            f"/check/audits/AU-2026-{number}/checklist/",
            f"/check/findings/F-2026-{number}",
        ):
            assert outsider.get(address).status_code == 404, address
    own = words(outsider.get("/check/audits/AU-2026-002"))
    assert 'href="/act/' not in own
    assert outsider.get("/check/findings/F-2026-002").status_code == 200
    walk = outsider.get("/check/audits/AU-2026-002/checklist/")
    answer = "/check/audits/AU-2026-002/checklist/2"
    sent = {**form(walk, answer), "result": "conforms"}
    assert outsider.post(answer, **sent).status_code == 302
    # Earlier findings of the unit are the firm's own business.
    assert "F-2026-001" not in words(outsider.get("/check/audits/AU-2026-002/checklist/1/finding"))


def test_an_auditor_from_outside_learns_of_nobody_and_no_unit_beside_their_audits(
    served: Served, outsider: Visitor
) -> None:
    with committing(served):
        clauses = builders.requirement_ids()
        builders.finding(builders.audit(unit_id=UNIT_IDS["本部"]), 3)
        names = [row.name for row in people.persons(TODAY) if not row.affiliation]
    own = words(outsider.get("/me/"))
    assert [each for each in names if each in own] == []
    assert "代理する人を決める" not in own
    for place in ("/check/audits/?sort=unit", "/check/findings/?sort=unit"):
        shown = words(outsider.get(place))
        assert "松本教室" in shown, place
        assert [each for each in ("本部", "教務部", "書店") if each in shown] == [], place
    # Neither what others were found to have done, nor what a clause says that is asked for by name.
    box = outsider.get(f"/check/findings/?requirement={clauses[2]}").text
    offered = box.partition('name="requirement"')[2].partition("</select>")[0]
    assert f'value="{clauses[0]}"' in offered
    assert f'value="{clauses[2]}"' not in offered


def test_an_auditor_from_outside_reads_the_published_policy_and_no_rules_of_the_firm(
    served: Served, visitor: Visitor, outsider: Visitor
) -> None:
    with committing(served):
        rules = adopted(RULES).reference
    assert outsider.get("/plan/policies/POL-001/read").status_code == 200
    read = f"/plan/policies/{rules}/read"
    assert outsider.get(read).status_code == 404
    assert outsider.post(read, edition="1").status_code == 404
    for name in ("administrator", "employee"):
        assert visitor.as_(name).get(read).status_code == 200, name


def test_every_other_door_is_closed_to_them(served: Served, outsider: Visitor) -> None:
    opened = set()
    for endpoint, method, address in addresses(served.app):
        if endpoint not in DOORS:
            continue
        answer = outsider.get(address) if method == "GET" else outsider.post(address)
        if answer.status_code not in {403, 404}:
            opened.add(endpoint)
        answer.close()
    allowed = {"audits", "findings", "checklists", "me", "drafts", "days", "help"}
    allowed |= {"sessions"}
    # The way into a letter's record, words that are searched without any record, and the policy
    # that is published anyhow.
    single = {
        "links.resolve",
        "links.find",
        "acknowledgements.read",
        "acknowledgements.acknowledge",
        # What is held about themselves.
        "person_export.own",
    }
    assert {each for each in opened - single if each.split(".")[0] not in allowed} == set()
    for place in ("計画", "改善", "サイクル", "カレンダー"):
        assert f"<span>{place}</span>" not in words(outsider.get("/check/audits/"))


def test_an_account_for_them_is_opened_as_for_anybody(served: Served, visitor: Visitor) -> None:
    with committing(served):
        who = name_outsider(mail="sotomura@example.com").id
    visitor.as_("administrator")
    page = words(visitor.get(f"/people/{who}"))
    assert "そとむら監査事務所" in page
    assert visitor.post(f"/people/{who}/account").status_code == 302
    with reading(served):
        assert session.scalars(select(Account).where(Account.person_id == who)).one()
