"""The register of purposes of use (利用目的, J.8.1 and J.8.5): what is published, and where."""

from sqlalchemy import ColumnElement, true

from pms_tracker.do.rules.purpose_rules import Audience
from pms_tracker.do.tables.purpose_tables import PurposeOfUse
from pms_tracker.duties.duty_sources import DutyKind
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.registers.fields import Choice, Day, Flag, Text
from pms_tracker.registers.office_fields import FACT, FOLDED, MORE_FACT
from pms_tracker.registers.register import Register


def visible_to(_viewer: Viewer) -> ColumnElement[bool]:
    """What is published is for everybody who may open the register."""
    return true()


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
            {
                **dict.fromkeys(("顧客", "生徒", "保護者", "会員"), Audience.CUSTOMER),
                **dict.fromkeys(("応募者", "採用応募者"), Audience.APPLICANT),
                **dict.fromkeys(("従業員", "社員"), Audience.WORKER),
            },
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
        Text("note", N_("備考"), 2000, lines=True, **FOLDED, headings=("摘要", "メモ")),
    ),
    columns=("text", "audience", "published_in"),
    filters=("audience",),
    title=("text",),
    seen=visible_to,
    keeper=Permission.KEEP_REGISTERS,
    retired="struck",
    boxes=(N_("個人情報保護管理者"),),
    approvers=(Role.PRIVACY_MANAGER, Role.REPRESENTATIVE),
)
TO_APPROVE = entry_duties.source(
    PURPOSES,
    DutyKind(
        "approve_purpose",
        N_("利用目的の承認"),
        N_("提出された利用目的を読み、承認するか、理由を添えて差し戻してください。"),
        N_("内容を読んで決める"),
        page="purposes.waiting",
    ),
)
