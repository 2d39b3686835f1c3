"""The register of audits of earlier years (移行): closed records, counted on board and summary."""

from collections.abc import Callable

from pms_tracker.check.findings import grades
from pms_tracker.check.programmes import coverage
from pms_tracker.check.rules import history_rules
from pms_tracker.check.rules.audit_rules import AuditKind, Grade
from pms_tracker.check.tables.history_tables import PastAudit
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.locales.fiscal_years import fiscal_year
from pms_tracker.kernel.words import N_
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers import fields, office_fields
from pms_tracker.registers.register import Register, Same, Step

# What the trail calls one: no reference of a record begins like this.
OF_PAST = "past:"
GRADES = {
    Grade.NONCONFORMITY: N_("不適合"),
    Grade.MAJOR: N_("重大な不適合"),
    Grade.MINOR: N_("軽微な不適合"),
    Grade.OBSERVATION: N_("観察事項"),
    Grade.OPPORTUNITY: N_("改善の機会"),
    Grade.GOOD_PRACTICE: N_("良好な点"),
}


NONCONFORMING = (Grade.NONCONFORMITY.value, Grade.MAJOR.value, Grade.MINOR.value)


def _not_offered(grade: Grade) -> Callable[[], bool]:
    """What the company does not grade by now may be in its papers all the same."""
    return lambda: grade not in grades.offered()


def _filled(values: fields.Values, facts: fields.Facts) -> dict[str, fields.Value]:
    """Practice where there is a unit, rules where there is none; the year is that of the day."""
    kind = values["kind"] or (AuditKind.OPERATION if values["unit_id"] else AuditKind.CONFORMITY)
    day, year = values["held_on"], values["fiscal_year"]
    if year is None and day is not None:
        year = fiscal_year(day, facts.fiscal_start)
    paths = values["paths"] if kind is AuditKind.CONFORMITY else ()
    return {**values, "kind": kind, "fiscal_year": year, "paths": paths}


def _rule(values: fields.Values, facts: fields.Facts) -> None:
    year_held = fiscal_year(values["held_on"], facts.fiscal_start)
    history_rules.check(values["kind"], values["unit_id"], values["fiscal_year"], year_held)


EARLIER_AUDITS = Register(
    *("history", "check/history", PastAudit, N_("過去の監査")),
    new=N_("過去の監査を登録する"),
    why=N_(
        "このシステムを使う前に行った監査を、終わった記録として登録します。"
        "監査実施状況一覧と年度のサマリーに数えます。"
    ),
    requirement=N_(
        "Pマークの更新では、2年分の監査の記録を求められます。前の年度の記録も登録しておくと、審査でそのまま示せます。"
    ),
    beneath=(N_("監査実施状況一覧"), "coverage.board"),
    fields=(
        fields.Choice(
            *("kind", N_("監査の種類")),
            {AuditKind.OPERATION: N_("運用監査"), AuditKind.CONFORMITY: N_("適合性監査")},
            {
                **dict.fromkeys(("運用", "運用状況"), AuditKind.OPERATION),
                **dict.fromkeys(("適合", "適合状況"), AuditKind.CONFORMITY),
            },
            needed=N_("監査の種類を選んでください。"),
            headings=("種別", "種類"),
            trail="audit_kind",
        ),
        office_fields.Year(
            *("fiscal_year", N_("年度")),
            needed=N_("年度を選んでください。"),
            headings=("year",),
            trail="fiscal_year",
        ),
        fields.Day(
            *("held_on", N_("実施日")),
            past=True,
            needed=N_("実施日を入力してください。"),
            headings=("監査日", "date"),
            trail="held_on",
        ),
        fields.Pick(
            *("unit_id", N_("監査した部門"), fields.Of.UNIT, N_("全社（規程）")),
            help=N_("適合性監査では選びません。"),
            aside=N_("運用監査では必須"),
            headings=("部門", "対象", "被監査部門", "unit"),
        ),
        fields.Text(
            *("auditors", N_("監査員")),
            longest=history_rules.LONGEST_AUDITORS,
            needed=N_("監査員の名前を入力してください。"),
            help=N_("記録にあるとおりに書きます。"),
            trail="auditors",
        ),
        office_fields.Names(
            *("paths", N_("確かめた要求事項"), history_rules.LONGEST_PATHS),
            help=N_("適合性監査だけ。例：J.6.2、J.7.1。空欄なら、すべての要求事項です。"),
            wide=True,
            headings=("要求事項", "条項", "requirements"),
        ),
        *(
            fields.Number(
                *(grade.value, label, 0, history_rules.MOST_FINDINGS),
                inside="counts",
                folded=_not_offered(grade),
            )
            for grade, label in GRADES.items()
        ),
        fields.Text(
            *("note", N_("メモ"), history_rules.LONGEST_NOTE), lines=True, headings=("備考",)
        ),
        fields.Text(
            *("lies_at", N_("記録の保管場所"), history_rules.LONGEST_PLACE),
            help=N_("例：総務部の書庫、棚3"),
            wide=True,
            headings=("保管場所", "storedat"),
        ),
    ),
    fold=N_("ほかの等級で数えてある記録のとき"),
    columns=(
        *("held_on", "unit_id", "kind", "fiscal_year", "auditors"),
        office_fields.Total("found", N_("不適合"), NONCONFORMING, inside="counts"),
    ),
    sorts=("held_on", "fiscal_year"),
    sorted_by="-held_on",
    filters=("kind", "unit_id"),
    rule=_rule,
    fill=_filled,
    filled=("kind", "fiscal_year"),
    same=Same(
        ("kind", "unit_id", "held_on"),
        lambda values: RuleBroken("past_audit_known", day=values["held_on"]),
    ),
    seen=coverage.past_visible_to,
    keeper=Permission.PLAN_AUDITS,
    called=(OF_PAST, "id"),
    recorder="entered_by_id",
    retired="",
    changes=False,
    moves={Step.ENTER: "past_audit_entered"},
)
