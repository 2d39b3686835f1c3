"""Pages of people: who is where with which role, and the doors between those who may change it."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import (
    Account,
    Language,
    Membership,
    Person,
    Proposal,
    RoleGrant,
    Unit,
)
from tests.cast import IDS, TODAY, UNIT_IDS, let_top_roles_sign_in, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

TOMORROW = TODAY + timedelta(days=1)
UNKNOWN = 999_999


def grant_of(key: str, role: Role) -> RoleGrant:
    return session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == IDS[key], RoleGrant.role == role)
    ).one()


def counts(served: Served) -> list[int | None]:
    tables = (Unit, Person, Membership, RoleGrant, Proposal, Account, OutboxLetter)
    with reading(served):
        return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_an_auditor_is_registered_and_appointed_in_one_step(
    served: Served, visitor: Visitor
) -> None:
    answers = {"name": "矢島 葵", "language": "ja", "unit_id": str(UNIT_IDS["松本教室"])}
    visitor.as_("administrator").post("/people/", **answers, auditor="y")
    with reading(served):
        who = session.scalars(select(Person).where(Person.name == "矢島 葵")).one()
        roles = select(RoleGrant.role).where(RoleGrant.person_id == who.id)
        assert session.scalars(roles).all() == [Role.AUDITOR]


def test_the_only_department_is_chosen_already(served: Served, visitor: Visitor) -> None:
    page = visitor.as_("administrator").get("/people/new").text
    assert re.search(r"<option selected value=\"\d", page) is None
    with committing(served):
        only, *others = people.units()
        for each in others:
            each.closed_on = TODAY - timedelta(days=1)
        number = only.id
    assert f'<option selected value="{number}">' in visitor.get("/people/new").text


@pytest.mark.both_databases
def test_a_unit_is_added_once(served: Served, visitor: Visitor) -> None:
    visitor.as_("administrator")
    assert visitor.post("/people/units", name=" 塩尻教室 ", kind="site").location == "/people/"
    assert "塩尻教室" in visitor.get("/people/").text
    for name, kind, said in (
        ("塩尻教室", "site", "という部門はすでにあります"),
        ("", "site", "部門名を入力してください。"),
        ("あ" * 101, "site", "100文字までで入力してください（いま101文字）。"),
        ("諏訪\n教室", "site", "1行で入力してください。"),
        ("諏訪教室", "planet", ""),
        ("諏訪教室", "", "種類を選んでください。"),
    ):
        refused = visitor.post("/people/units", name=name, kind=kind)
        assert refused.status_code == 400, name
        assert said in words(refused)
        assert name.split("\n")[0] in words(refused)
    assert counts(served)[0] == len(UNIT_IDS) + 1


def test_a_person_is_registered_with_unit_address_and_invitation(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("administrator")
    answers: dict[str, object] = {
        "name": "𠮷川 🌸 崎",
        "reading": "ヨシカワ サキ",
        "mail": "saki@example.jp",
        "language": "en",
        "unit_id": UNIT_IDS["書店"],
        "since_on": "令和8年11月1日",
        "is_head": "y",
        "account": "y",
    }
    made = visitor.post("/people/", **answers)
    assert made.status_code == 302
    with reading(served):
        who = session.scalars(select(Person).where(Person.mail == "saki@example.jp")).one()
        assert (who.name, who.reading, who.language) == ("𠮷川 🌸 崎", "ヨシカワ サキ", Language.EN)
        assert made.location == f"/people/{who.id}"
        assert people.viewer(who.id).headed_unit_ids == {UNIT_IDS["書店"]}
        row = session.scalars(select(Membership).where(Membership.person_id == who.id)).one()
        assert row.since_on == date(2026, 11, 1)
        letter = session.scalars(select(OutboxLetter)).one()
        assert (letter.key, letter.secret, letter.address) == ("invitation", True, who.mail)
    assert "𠮷川 🌸 崎" in visitor.get(made.location).text
    before = counts(served)
    for changes, said in (
        ({}, "このメールアドレスは、ほかの人のサインインに使われています。"),
        ({"mail": ""}, "メールアドレスを先に登録してください。"),
        ({"mail": "a@b"}, "メールアドレスの形で入力してください。"),
        ({"name": " \u3000"}, "氏名を入力してください。"),
        ({"since_on": "令和8年11月31日"}, "11月は30日までです。1〜30日で入力してください。"),
        ({"unit_id": UNKNOWN}, "一覧から選んでください。"),
        ({"unit_id": ""}, "所属を選んでください。"),
        ({"language": "fr"}, ""),
        ({"name": "a\x00b"}, "1行で入力してください。"),
    ):
        refused = visitor.post("/people/", **{**answers, **changes})
        assert refused.status_code == 400, changes
        assert said in words(refused)
        assert "ヨシカワ サキ" in words(refused)
    assert counts(served) == before


@pytest.mark.both_databases
def test_a_membership_begins_and_ends(served: Served, visitor: Visitor) -> None:
    visitor.as_("administrator")
    address = f"/people/{IDS['employee']}"
    for wrong in ({"unit_id": ""}, {"unit_id": 2, "since_on": "令和8年2月30日"}):
        refused = visitor.post(f"{address}/memberships", **wrong)
        assert refused.status_code == 400
        assert str(wrong.get("since_on", "")) in words(refused)
    fields = {"unit_id": UNIT_IDS["教務部"], "since_on": "２０２６／１１／２０", "is_head": "y"}
    assert visitor.post(f"{address}/memberships", **fields).location == address
    with reading(served):
        assert viewer("employee").headed_unit_ids == {UNIT_IDS["教務部"]}
        row = session.scalars(
            select(Membership).where(Membership.person_id == IDS["employee"], Membership.is_head)
        ).one()
        ending = f"{address}/memberships/{row.id}/end"
    early = visitor.post(ending, until_on="2026/11/19")
    assert early.status_code == 400
    assert "終了日は開始日以降の日を入力してください。" in early.text
    assert 'value="2026/11/19"' in early.text
    assert visitor.post(ending, until_on="2026/11/23", reason="届け出の遅れ").location == address
    with reading(served):
        assert viewer("employee").headed_unit_ids == frozenset()


def test_nobody_gives_a_role_to_themselves(served: Served, visitor: Visitor) -> None:
    visitor.as_("administrator")
    own = f"/people/{IDS['administrator']}"
    for role in ("auditor", "privacy_manager", "representative"):
        refused = visitor.post(f"{own}/roles", role=role)
        assert refused.status_code == 403
        assert "自分自身に役割を付けることはできません。" in refused.text
    head = visitor.post(f"{own}/memberships", unit_id=UNIT_IDS["書店"], is_head="y")
    assert head.status_code == 403
    with reading(served):
        assert viewer("administrator").roles == {Role.ADMINISTRATOR, Role.EMPLOYEE}
        assert viewer("administrator").headed_unit_ids == frozenset()


@pytest.mark.both_databases
def test_an_ordinary_role_is_granted_at_once_and_a_clash_refused(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("administrator")
    address = f"/people/{IDS['employee']}"
    assert visitor.post(f"{address}/roles", role="auditor").location == address
    again = visitor.post(f"{address}/roles", role="auditor")
    assert again.status_code == 409
    assert "この役割はすでに付いています。" in again.text
    clash = visitor.post(f"/people/{IDS['representative']}/roles", role="auditor")
    assert clash.status_code == 409
    assert "兼ねられません" in clash.text
    for wrong in ("", "emperor", "employee"):
        assert visitor.post(f"{address}/roles", role=wrong).status_code == 400, wrong
    with reading(served):
        assert Role.AUDITOR in viewer("employee").roles


@pytest.mark.both_databases
def test_a_top_role_waits_for_a_second_holder_of_one(served: Served, visitor: Visitor) -> None:
    established(served)
    visitor.as_("administrator")
    visitor.post(f"/people/{IDS['employee']}/roles", role="audit_manager")
    with reading(served):
        assert Role.AUDIT_MANAGER not in viewer("employee").roles
        proposal = session.scalars(select(Proposal)).one().id
    agreeing = "/people/proposals/agree"
    assert "選んだ提案に同意する" not in visitor.get("/people/").text
    assert "選んだ提案を取り下げる" in visitor.get("/people/").text
    for key in ("administrator", "auditor", "head", "employee"):
        assert visitor.as_(key).post(agreeing, proposal=proposal).status_code == 403, key
    visitor.as_("privacy_manager")
    assert "選んだ提案に同意する" in visitor.get("/people/").text
    assert visitor.get(agreeing).status_code == 405
    assert visitor.post(agreeing).status_code == 400
    assert visitor.post(agreeing, proposal=proposal).location == "/people/"
    again = visitor.post(agreeing, proposal=proposal)
    assert again.status_code == 409  # once and no more
    assert "すでに別の人が同意したか、却下しています。" in again.text
    with reading(served):
        assert Role.AUDIT_MANAGER in viewer("employee").roles


def established(served: Served) -> None:
    with committing(served):
        let_top_roles_sign_in()


@pytest.mark.both_databases
def test_heads_past_memberships_and_addresses_wait_on_one_list(
    served: Served, visitor: Visitor
) -> None:
    established(served)
    visitor.as_("administrator")
    address = f"/people/{IDS['employee']}"
    for sent_to, fields in (
        ("memberships", {"unit_id": UNIT_IDS["教務部"], "is_head": "y"}),
        ("memberships", {"unit_id": UNIT_IDS["本部"], "since_on": "2026/11/01"}),
        ("mail", {"mail": "kitahara@example.jp"}),
        ("roles", {"role": "auditor"}),
    ):
        assert visitor.post(f"{address}/{sent_to}", **fields).location == address
        assert "別の1人の同意を待ちます。" in visitor.get(address).text
    made = visitor.post("/people/", name="新井 花", language="ja", unit_id=1, is_head="y")
    with reading(served):
        assert viewer("employee").roles == {Role.EMPLOYEE}
        waiting = [row.id for row in session.scalars(select(Proposal))]
        assert people.account_of(IDS["employee"]).email == "employee@example.jp"
    assert len(waiting) == 5
    shown = words(visitor.as_("representative").get("/people/"))
    for said in ("教務部の責任者に", "kitahara@example.jp に", "新井 花さんを本部の責任者に"):
        assert said in shown, said
    for key in ("head", "employee"):
        assert "kitahara@example.jp" not in words(visitor.as_(key).get("/people/"))
    visitor.as_("representative").post("/people/proposals/agree", proposal=waiting)
    with reading(served):
        assert viewer("employee").headed_unit_ids == {UNIT_IDS["教務部"]}
        assert Role.AUDITOR in viewer("employee").roles
        assert people.account_of(IDS["employee"]).email == "kitahara@example.jp"
        newcomer = people.viewer(int(made.location.rsplit("/", 1)[1]))
        assert newcomer.headed_unit_ids == {UNIT_IDS["本部"]}
    assert "同意を待つ提案" not in visitor.get("/people/").text


def test_whoever_agrees_reads_which_address_the_top_role_goes_to(
    served: Served, visitor: Visitor
) -> None:
    established(served)
    visitor.as_("administrator")
    address = f"/people/{IDS['without_account']}"
    visitor.post(f"{address}/roles", role="audit_manager")
    assert "メールアドレスはありません" in words(visitor.as_("representative").get("/people/"))
    visitor.as_("administrator").post(f"{address}/mail", mail="elsewhere@example.com")
    for name in ("representative", "privacy_manager", "administrator"):
        assert "elsewhere@example.com" in words(visitor.as_(name).get("/people/"))
    for name in ("head", "employee"):
        assert "elsewhere@example.com" not in words(visitor.as_(name).get("/people/"))


@pytest.mark.both_databases
def test_the_end_of_a_role_signs_its_holder_out(served: Served, visitor: Visitor) -> None:
    held = Visitor(served).as_("auditor")
    assert held.get("/check/findings/").status_code == 200
    with reading(served):
        auditor = grant_of("auditor", Role.AUDITOR).id
        top = grant_of("privacy_manager", Role.PRIVACY_MANAGER).id
    visitor.as_("administrator")
    address = f"/people/{IDS['auditor']}"
    refused = visitor.post(f"{address}/roles/{auditor}/end", until_on="昨日")
    assert refused.status_code == 400
    assert 'value="昨日"' in refused.text
    assert visitor.post(f"{address}/roles/{auditor}/end").location == address
    assert held.get("/check/findings/").status_code == 302
    top_role = f"/people/{IDS['privacy_manager']}/roles/{top}/end"
    for key in ("administrator", "head", "privacy_manager"):
        assert visitor.as_(key).post(top_role).status_code == 403, key
    with reading(served):
        assert Role.PRIVACY_MANAGER in viewer("privacy_manager").roles
    visitor.as_("representative")
    assert visitor.post(top_role, until_on="2026/11/23", reason="異動").status_code == 302
    with reading(served):
        assert Role.PRIVACY_MANAGER not in viewer("privacy_manager").roles


@pytest.mark.both_databases
def test_an_account_is_opened_by_invitation_and_closed_when_its_person_leaves(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("administrator")
    refused = visitor.post(f"/people/{IDS['without_account']}/account")
    assert refused.status_code == 400
    assert "メールアドレスを先に登録してください。" in refused.text
    again = f"/people/{IDS['employee']}/account"
    waiting = visitor.get(f"/people/{IDS['employee']}").text
    assert "案内のメールをもう一度送る" in waiting
    assert "案内未送信" in waiting  # without a mail server it is kept as a file
    assert "サインインできる</" not in waiting
    assert visitor.post(again).status_code == 302  # invited, but without a password yet
    with committing(served):
        invited = people.account_of(IDS["employee"])
        assert invited is not None
        invited.password = "hash"
    opened = visitor.get(f"/people/{IDS['employee']}").text
    assert "案内のメールをもう一度送る" not in opened
    assert "サインインできる</" in opened
    assert visitor.post(again).status_code == 400
    leaving = Visitor(served).as_("employee")
    address = f"/people/{IDS['employee']}"
    assert visitor.post(f"{address}/leave", until_on="?").status_code == 400
    assert visitor.post(f"{address}/leave").location == address
    assert leaving.get("/check/findings/").status_code == 302
    assert "退職" in visitor.get(address).text
    assert re.search(r"北原 美穂", visitor.get("/people/").text)  # today is the last day
    with reading(served):
        account = people.account_of(IDS["employee"])
        assert account is not None
        assert not account.active
        assert people.viewer(IDS["employee"], TOMORROW).roles == frozenset()
