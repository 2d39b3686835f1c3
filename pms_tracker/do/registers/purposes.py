"""The register of purposes of use (利用目的, J.8.1 and J.8.5): what is published, and where.

Whoever changes the words of one in force says how the new ones relate to the old (Law art. 17-2),
and later how and when persons were told of them (art. 21-3).
"""

from typing import Any

from pms_tracker.do.rules import change_rules
from pms_tracker.do.rules.change_rules import Announced, Change, Changed
from pms_tracker.do.rules.purpose_rules import Audience
from pms_tracker.do.tables.purpose_tables import PurposeOfUse
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.listings import everybody
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.changes.planned_changes import OF_CHANGES
from pms_tracker.plan.deciding import entry_drafts, entry_duties
from pms_tracker.plan.laws.laws import OF_LAWS
from pms_tracker.registers.fields import Choice, Day, Facts, Flag, Text, Values
from pms_tracker.registers.office_fields import FACT, FOLDED, MORE_FACT, also, noted
from pms_tracker.registers.register import Register

# What is published is for everybody who may open the register.
visible_to = everybody


def _rule(values: Values, _facts: Facts) -> None:
    change_rules.check(change_of(values))


def _comes_in(row: Any, values: Values) -> None:
    """Nothing is asked of a first entry."""
    if row.edition:
        before = change_of(PURPOSES.values_of(row))
        is_changed = values["text"] != row.text
        change_rules.check_follows(before, change_of(values), is_changed=is_changed)


def change_of(values: Values) -> Change:
    """What values say of a change of the words."""
    return Change(
        kind=values["change"],
        why=values["related_why"],
        judged_by=values["judged_by"],
        how=values["announced_how"],
        announced_on=values["announced_on"],
    )


PURPOSES = Register(
    *("purposes", "do/purposes", PurposeOfUse, N_("利用目的")),
    kind=Kind.PURPOSE,
    new=N_("利用目的を登録する"),
    why=N_("個人情報を何のために使うか、公表しているとおりに1件ずつ登録します。"),
    requirement=N_(
        "個人情報保護法第17条と第21条、Pマークの構築・運用指針 J.8.1とJ.8.5は、利用目的をできるだけ"
        "特定し、公表するか本人に通知することを求めています。"
    ),
    fields=(
        Text(
            *("text", N_("利用目的"), 2000),
            lines=True,
            needed=N_("利用目的を入力してください。"),
            help=N_("公表した文のとおりに書きます。"),
            headings=("目的", "使用目的"),
        ),
        Choice(
            *("audience", N_("だれの個人情報か")),
            {
                Audience.CUSTOMER: N_("お客様"),
                Audience.APPLICANT: N_("採用に応募した人"),
                Audience.WORKER: N_("従業者"),
                Audience.PARTNER: N_("取引先"),
                Audience.INQUIRER: N_("問い合わせた人"),
            },
            also(
                (Audience.CUSTOMER, "顧客 生徒 保護者 会員"),
                (Audience.APPLICANT, "応募者 採用応募者"),
                (Audience.WORKER, "従業員 社員"),
            ),
            needed=N_("だれの個人情報かを選んでください。"),
            headings=("対象者", "本人", "対象"),
        ),
        Text(
            *("clause", N_("公表した文の箇所")),
            **FACT,
            help=N_("例：POL-001 1(2)a"),
            headings=("条項", "箇所"),
        ),
        Text(
            *("published_in", N_("公表した場所")),
            **FACT,
            asked=True,
            help=N_("ホームページ、申込書など"),
            headings=("公表場所", "公表方法"),
        ),
        Day("published_on", N_("公表した日"), **MORE_FACT, past=True, headings=("公表日",)),
        Flag("provides", N_("第三者への提供を含む"), **MORE_FACT),
        Flag("profiles", N_("本人についての分析（プロファイリング）を含む"), **MORE_FACT),
        Choice(
            *("change", N_("変更の区分")),
            {
                Changed.RELATED: N_("関連性のある範囲の変更（法17条2項）"),
                Changed.SAME: N_("意味の変わらない書き換え"),
                Changed.BEYOND: N_("関連性のある範囲を超える変更"),
            },
            **MORE_FACT,
            help=N_("有効な利用目的の文を変えるときだけ選びます。"),
        ),
        Text(
            *("related_why", N_("関連性があると判断した理由"), 2000),
            **MORE_FACT,
            lines=True,
            help=N_("変更の前の目的から、本人がふつう予期できる範囲であること"),
        ),
        Text(
            *("judged_by", N_("関連性を判断した人")),
            **MORE_FACT,
            help=N_("役職か部門で入力します。"),
        ),
        Choice(
            *("announced_how", N_("変更を知らせた方法")),
            {Announced.PUBLISHED: N_("公表"), Announced.TOLD: N_("本人への通知")},
            **MORE_FACT,
            help=N_("変更の承認の後に入力します（法21条3項）。"),
        ),
        Day("announced_on", N_("変更を知らせた日"), **MORE_FACT, past=True),
        OF_CHANGES,
        OF_LAWS,
        noted(N_("備考"), "摘要 メモ", **FOLDED),
    ),
    columns=("text", "audience", "published_in"),
    filters=("audience",),
    title=("text",),
    rule=_rule,
    beside={"purpose_beyond": "change", "purpose_announced_how": "announced_how"},
    comes_in=_comes_in,
    seen=visible_to,
    custom=Custom.PERSONAL_INFORMATION_ACT,
    keeper=Permission.KEEP_REGISTERS,
    boxes=(N_("個人情報保護管理者"),),
    approvers=(Role.PRIVACY_MANAGER, Role.REPRESENTATIVE),
    afterwards=(OF_CHANGES.name, OF_LAWS.name),
)
TO_FINISH = entry_drafts.to_finish(
    PURPOSES,
    *("confirm_purpose_drafts", N_("利用目的の下書きの提出")),
    N_("提出していない下書きがあります。内容を確かめて提出するか、取り消してください。"),
)
TO_APPROVE = entry_duties.source(
    PURPOSES,
    *("approve_purpose", N_("利用目的の承認")),
    N_("提出された利用目的を読み、承認するか、理由を添えて差し戻してください。"),
)
