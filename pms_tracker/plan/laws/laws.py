"""The register of laws, guidelines and other norms (法令・規範; J.1.3): what each asks, whether it
was checked, and what its amendment touches (ADR 79).

A check and what became of an amendment are facts, recorded at once; what a norm asks, and whether
anything is needed because of a change, is approved.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm.listings import everybody
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import entry_drafts, entry_duties
from pms_tracker.plan.laws import impact_fields
from pms_tracker.plan.laws.law_fields import AFTERWARDS, AREAS, FIELDS
from pms_tracker.plan.rules import law_rules
from pms_tracker.plan.rules.law_rules import Amendment, LawState
from pms_tracker.plan.tables.law_tables import Law
from pms_tracker.registers.edition_rules import IN_FORCE
from pms_tracker.registers.entry_faults import refuse_first
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Facts, Values
from pms_tracker.registers.office_fields import MORE_FACT, Reckoned
from pms_tracker.registers.register import Register

STATES: dict[LawState, Words] = {
    LawState.CURRENT: N_("現行"),
    LawState.ANNOUNCED: N_("公布（施行待ち）"),
    LawState.IN_FORCE: N_("施行（未反映）"),
    LawState.REFLECTED: N_("反映済み"),
}
_CHANGE = ("amendment", "announced_on", "effective_on", "latest_on", "reflected_on")

# Everybody may know what the company is held to.
visible_to = everybody


def _rule(values: Values, _facts: Facts) -> None:
    change = Amendment(*(values[name] for name in _CHANGE))
    refuse_first(law_rules.faults(change, values["checked_on"], values["result"]))
    impact_fields.check(values, AREAS)


def _asks(values: Values) -> Collection[str]:
    """What changes is approved together with what it touches."""
    return impact_fields.needs(AREAS) if values["amendment"] else ()


def state_of(row: Any) -> LawState:
    """How far what changes of a norm is today."""
    return law_rules.state(Amendment(*(getattr(row, each) for each in _CHANGE)), clock.today())


def check_by(row: Any) -> date:
    """By when a norm is checked next."""
    return law_rules.check_by(row.checked_on, clock.local(row.recorded_at).date())


def changes_on(code: str) -> date | None:
    """From which day on a norm that was shipped is another one, as far as the register knows."""
    its = Law.code == code, Law.struck == "", Law.state.in_(IN_FORCE)
    return session.scalar(select(Law.effective_on).where(*its).order_by(Law.id).limit(1))


STATE = Reckoned(
    *("law_state", N_("改正の状況")),
    reckon=lambda row: STATES[state_of(row)],
    after="latest_on",
    of_now=True,
)
NEXT = Reckoned(
    *("next_check", N_("次の確認の期日")),
    reckon=check_by,
    after="result",
    reads=("recorded_at",),
    of_now=True,
)
LAWS = Register(
    *("laws", "plan/laws", Law, N_("法令・規範")),
    kind=Kind.LAW,
    new=N_("法令・規範を登録する"),
    why=N_("会社が守る法令、指針、条例、業界の指針を登録し、年1回、改正がないかを確かめます。"),
    requirement=N_(
        "Pマークの構築・運用指針 J.1.3は、個人情報の取扱いに関する法令、国の指針その他の規範を"
        "特定し、参照できるようにすることを求めています。改正がなかったことも記録します。"
    ),
    fields=FIELDS,
    columns=("name", STATE, "checked_on", "result", NEXT),
    filters=("kind", "result"),
    sorts=("name", "checked_on"),
    title=("name",),
    fold=N_("番号・公表場所、改正の影響、備考"),
    rule=_rule,
    asks=_asks,
    seen=visible_to,
    keeper=Permission.KEEP_REGISTERS,
    quiet=False,
    boxes=(N_("代表者"), N_("個人情報保護管理者")),
    approvers=(Role.PRIVACY_MANAGER, Role.REPRESENTATIVE),
    afterwards=AFTERWARDS,
    reckoned=(STATE, NEXT),
)
# Of entries that an amendment may lead to: which norm it was. It is no part of what is approved.
OF_LAWS = Entries(
    *("laws", N_("きっかけになった法令・規範"), LAWS),
    **MORE_FACT,
    help=N_("法令・指針の改正に対応して登録・改定したときに選びます。"),
)
TO_FINISH = entry_drafts.to_finish(
    LAWS,
    *("confirm_law_drafts", N_("法令・規範の下書きの提出")),
    N_("提出していない下書きがあります。自社に合わせて直して提出するか、取り消してください。"),
)
TO_APPROVE = entry_duties.source(
    LAWS,
    *("approve_laws", N_("法令・規範の承認")),
    N_("提出された法令・規範の内容と改正の影響を読み、承認するか差し戻してください。"),
)
