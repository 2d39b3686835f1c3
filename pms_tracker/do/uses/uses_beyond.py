"""The register of use beyond the purpose (目的外利用; Law art. 18, J.8.1, J.8.6).

An entry is the application, which counts once the privacy manager approved it; how many consented
or refused, and that the use is over, are changes of it that are approved likewise.
"""

from collections.abc import Collection
from typing import Any

from pms_tracker import clock
from pms_tracker.do.registers.ledger import LEDGER, of_units
from pms_tracker.do.rules import use_rules
from pms_tracker.do.tables.use_tables import UseBeyond
from pms_tracker.do.uses.use_fields import FIELDS, LEFT, STATE, persons_of, term_of
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.registers import entry_editions, entry_fields
from pms_tracker.registers.fields import Facts, Values
from pms_tracker.registers.register import Register

visible_to = of_units(UseBeyond.unit_id)


def _rule(values: Values, _facts: Facts) -> None:
    use_rules.check_persons(values["ground"], persons_of(values))
    use_rules.check_term(term_of(values))
    _check_my_number(values)


def _check_my_number(values: Values) -> None:
    if values["ground"] not in use_rules.FOR_MY_NUMBER:
        use_rules.check_my_number(values["ground"], _any_says(values, "my_number"))


def _any_says(values: Values, name: str) -> bool:
    """Whether any of the entries that are named says yes to something."""
    said = LEDGER.field(name)
    return any(said.of(row) for row in entry_fields.rows(LEDGER, values["rows"]).values())


def _asks(values: Values) -> Collection[str]:
    by_consent = values["ground"] is use_rules.UseGround.CONSENT
    return use_rules.asked_of(values["ground"], by_consent and _any_says(values, "minors"))


def _comes_in(row: Any, values: Values) -> None:
    """What is named may have come to hold numbers since, and its first day may have passed."""
    _check_my_number(values)
    approved_on = entry_editions.first_day(USES_BEYOND, row) or clock.today()
    use_rules.check_approved(values["first_on"], approved_on)


USES_BEYOND = Register(
    *("uses_beyond", "do/uses-beyond", UseBeyond, N_("目的外利用")),
    kind=Kind.USE_BEYOND,
    new=N_("目的外利用を申請する"),
    why=N_(
        "利用目的の範囲を超えて使う前に申請し、承認と本人の同意を得て、終わるまでを記録します。"
    ),
    requirement=N_(
        "個人情報保護法18条と、Pマークの構築・運用指針 J.8.1は、特定した利用目的の範囲を超えて"
        "使う前に、本人の同意を得ることを求めています。法18条3項に当たるときだけ、同意は不要です。"
    ),
    fields=FIELDS,
    columns=("purpose", "unit_id", "ground", LEFT, STATE, "last_on"),
    filters=("ground", "unit_id"),
    sorts=("last_on",),
    title=("purpose",),
    fold=N_("同意の状況と終了"),
    rule=_rule,
    beside={
        "use_counted_twice": "consents",
        "use_ends_before": "last_on",
        "use_ended_before": "ended_on",
        "use_of_my_number": "ground",
    },
    asks=_asks,
    comes_in=_comes_in,
    seen=visible_to,
    custom=Custom.PERSONAL_INFORMATION_ACT,
    keeper=Permission.KEEP_REGISTERS,
    boxes=(N_("個人情報保護管理者"), N_("部門責任者")),
    approvers=(Role.PRIVACY_MANAGER, Role.REPRESENTATIVE),
    reckoned=(LEFT, STATE),
)
TO_APPROVE = entry_duties.source(
    USES_BEYOND,
    *("approve_use_beyond", N_("目的外利用の承認")),
    N_("目的外利用の申請を読み、承認するか、理由を添えて差し戻してください。"),
)
