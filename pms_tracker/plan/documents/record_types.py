"""The register of kinds of records (記録の一覧; J.4.5.5): of which form, kept where, how long."""

from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.listings import everybody
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.plan.documents.documents import DOCUMENTS
from pms_tracker.plan.rules import document_rules
from pms_tracker.plan.tables.document_tables import RecordType
from pms_tracker.registers.entry_faults import refuse
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Facts, Of, Pick, Text, Values
from pms_tracker.registers.office_fields import FACT, Names, Period, called, noted
from pms_tracker.registers.register import Register

# Everybody keeps records.
visible_to = everybody


def _rule(values: Values, _facts: Facts) -> None:
    if not document_rules.is_long_enough(values["keep_until"]):
        refuse(
            "keep_until",
            N_(
                "記録は、次のPマークの更新が終わるまで必要です。3年以上の保存期間を入力してください。"
            ),
        )


RECORD_TYPES = Register(
    *("record_types", "plan/record-types", RecordType, N_("記録の種類")),
    kind=Kind.RECORD_TYPE,
    new=N_("記録の種類を登録する"),
    why=N_("様式に記入した記録を、だれが、どこに、いつまで保存するかを種類ごとに決めます。"),
    requirement=N_(
        "Pマークの構築・運用指針 J.4.5.5（記録の管理）は、記録の作成、保管、保存期間、廃棄の手順を"
        "定めることを求めています。次の更新が終わるまでは廃棄できません。"
    ),
    fields=(
        Text(
            *("name", N_("記録の名称")),
            needed=N_("記録の名称を入力してください。"),
            headings=called("記録名 名称 記録・帳票名"),
        ),
        Entries(
            *("forms", N_("記入する様式"), DOCUMENTS),
            help=N_("様式と記録は別のものです。どの様式に記入したものかを選びます。"),
            headings=("様式番号", "様式"),
        ),
        Pick(
            *("unit_id", N_("保管する部門"), Of.UNIT),
            needed=N_("保管する部門を選んでください。"),
            headings=called("保管部門 管理部門 部門 保管部署 管理部署 部署"),
        ),
        Text("place", N_("保管場所"), asked=True, headings=called("保管先 保存場所")),
        Text(
            "medium",
            N_("媒体"),
            **FACT,
            help=N_("例：紙、電子"),
            headings=called(
                "媒体種別 紙・電子 紙/データ 紙・データの別 紙・電子の別 形態 保存形態"
            ),
        ),
        Period(
            *("keep_until", N_("保存期間")), asked=True, headings=("保管期間", "保存年限", "期間")
        ),
        Text(
            "ground",
            N_("保存期間の根拠"),
            **FACT,
            headings=called("根拠 根拠法令 保存の根拠 法的根拠"),
        ),
        Text("disposal", N_("廃棄の方法"), **FACT, headings=("廃棄方法", "処分方法")),
        Names(
            *("items", N_("対応する指針の項目")),
            help=N_("例：J.3.1.1、J.9.2。対応表になります。"),
            headings=("指針の項番", "J番号", "対応項番"),
        ),
        noted(N_("備考"), "摘要 メモ"),
    ),
    columns=("name", "unit_id", "place", "keep_until"),
    filters=("unit_id",),
    sorts=("name",),
    title=("name",),
    rule=_rule,
    seen=visible_to,
    keeper=Permission.KEEP_REGISTERS,
    boxes=(N_("代表者"), N_("個人情報保護管理者")),
    approvers=(Role.PRIVACY_MANAGER, Role.REPRESENTATIVE),
    beneath=(N_("文書・様式"), "documents.index"),
)
TO_APPROVE = entry_duties.source(
    RECORD_TYPES,
    *("approve_record_types", N_("記録の種類の承認")),
    N_("提出された記録の保管場所と保存期間を読み、承認するか差し戻してください。"),
)
