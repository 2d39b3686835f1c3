"""The register of personal information (個人情報管理台帳, J.3.1.1): what is held, and why."""

from typing import Any

from sqlalchemy import ColumnElement, true

from pms_tracker.do.rules.ledger_rules import CountClass, Owner
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.duties.duty_sources import DutyKind
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.registers.fields import Choice, Day, Flag, Names, Of, Pick, Text
from pms_tracker.registers.register import Register

# Audits sample from the whole register.
ALL_READERS = frozenset({Role.AUDITOR, Role.AUDIT_MANAGER})


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """What of the register a person may know of: all for the top roles and for auditors, else what
    their units hold."""
    if viewer.sees_all or ALL_READERS & viewer.roles:
        return true()
    return PersonalInformation.unit_id.in_(viewer.unit_ids)


_FACT: dict[str, Any] = {"inside": "facts"}
_ALWAYS = (
    Text(
        "name",
        N_("個人情報の名称"),
        needed=N_("個人情報の名称を入力してください。"),
        headings=("種類", "種類・名称", "個人情報名", "名称"),
    ),
    Pick(
        "unit_id",
        N_("管理部門"),
        Of.UNIT,
        needed=N_("管理部門を選んでください。"),
        headings=("部門", "部署", "取扱部署", "管理部署"),
    ),
    Text("business", N_("業務"), help=N_("何の仕事で使うか"), headings=("業務名",)),
    Names(
        "subjects",
        N_("本人"),
        **_FACT,
        help=N_("生徒、保護者、従業者など。「、」で区切ります。"),
        headings=("対象者", "本人の区分", "本人の種類"),
    ),
    Names(
        "items",
        N_("項目"),
        **_FACT,
        help=N_("氏名、住所、成績など。「、」で区切ります。"),
        needed=N_("項目を入力してください。"),
        headings=("個人情報の項目", "記載項目", "内容"),
    ),
    Text(
        "purposes",
        N_("利用目的"),
        2000,
        lines=True,
        needed=N_("利用目的を入力してください。"),
        headings=("目的",),
    ),
    Names(
        "acquired",
        N_("取得方法"),
        **_FACT,
        help=N_("本人から書面で、ウェブで、委託元からなど"),
        headings=("取得の方法", "取得経路", "入手方法"),
    ),
    Text(
        "place",
        N_("保管場所"),
        2000,
        lines=True,
        needed=N_("保管場所を入力してください。"),
        help=N_("置いてある場所を1行に1か所ずつ"),
        headings=("保存場所",),
    ),
    Text(
        "protection",
        N_("保管方法"),
        2000,
        **_FACT,
        lines=True,
        help=N_("施錠、暗号化、バックアップなど"),
        headings=("保護の方法", "安全管理措置"),
    ),
    Text(
        "access",
        N_("アクセス権者"),
        2000,
        lines=True,
        needed=N_("アクセス権者を入力してください。"),
        headings=("アクセス権限者", "利用者", "取扱者"),
    ),
    Text("use_until", N_("利用期限"), **_FACT, help=N_("例：退会まで"), headings=("利用期間",)),
    Text(
        "keep_until",
        N_("保管期限"),
        **_FACT,
        help=N_("例：退会後5年"),
        headings=("保管期間", "保存期間", "保存期限"),
    ),
    Names(
        "disposal",
        N_("廃棄方法"),
        **_FACT,
        help=N_("溶解、裁断、消去など"),
        headings=("廃棄の方法",),
    ),
)


def _always() -> bool:
    return True


_MORE: dict[str, Any] = {**_FACT, "folded": _always}
# What a small firm may leave open.
_FOLDED = (
    Flag("sensitive", N_("要配慮個人情報を含む"), **_MORE, headings=("要配慮", "要配慮個人情報")),
    Flag(
        "my_number",
        N_("マイナンバーを含む"),
        **_MORE,
        headings=("マイナンバー", "個人番号", "特定個人情報"),
        help=N_("番号そのものは、ここにも添付ファイルにも入力しないでください。"),
    ),
    Flag("minors", N_("未成年者の情報を含む"), **_MORE, headings=("未成年", "未成年者")),
    Names("entrusted_to", N_("委託先"), **_MORE, headings=("委託", "業務委託先")),
    Names("provided_to", N_("提供先"), **_MORE, headings=("第三者提供", "提供先（第三者）")),
    Text("shared_with", N_("共同利用"), **_MORE, headings=("共同利用者",)),
    Text("abroad", N_("外国で扱う国"), **_MORE, headings=("外国", "国名", "海外")),
    Choice(
        "owner",
        N_("だれの個人情報か"),
        {Owner.OWN: N_("自社で取得したもの"), Owner.ENTRUSTED: N_("預かっているもの（受託）")},
        **_MORE,
        headings=("自社・受託", "区分"),
    ),
    Choice(
        "count",
        N_("件数"),
        {
            CountClass.TENS: N_("100人以下"),
            CountClass.HUNDREDS: N_("1,000人以下"),
            CountClass.THOUSANDS: N_("5,000人以下"),
            CountClass.MORE: N_("5,000人超"),
        },
        **_MORE,
        headings=("人数", "概数", "保有件数"),
    ),
    Day("counted_on", N_("件数を数えた日"), **_MORE, past=True),
    Text("note", N_("備考"), 2000, lines=True, folded=_always, headings=("メモ",)),
)

LEDGER = Register(
    *("ledger", "do/ledger", PersonalInformation, N_("個人情報管理台帳")),
    kind=Kind.PERSONAL_INFORMATION,
    new=N_("個人情報を登録する"),
    why=N_("どの部門が、どんな個人情報を、何のために、どこに、いつまで持つかを登録します。"),
    requirement=N_(
        "Pマークの構築・運用指針 J.3.1.1（個人情報の特定）は、取り扱うすべての個人情報を特定し、"
        "項目、利用目的、保管場所、保管方法、アクセス権者、利用期限、保管期限を記した台帳を、"
        "少なくとも年1回見直すことを求めています。"
    ),
    fields=(*_ALWAYS, *_FOLDED),
    columns=("name", "unit_id", "purposes", "place"),
    filters=("unit_id",),
    sorts=("name",),
    title=("name",),
    seen=visible_to,
    keeper=Permission.KEEP_REGISTERS,
    retired="struck",
    boxes=(N_("個人情報保護管理者"), N_("部門責任者")),
    approvers=(Role.PRIVACY_MANAGER, Role.REPRESENTATIVE),
)
TO_APPROVE = entry_duties.source(
    LEDGER,
    DutyKind(
        "approve_ledger",
        N_("個人情報管理台帳の承認"),
        N_("提出された台帳の内容を読み、承認するか、理由を添えて差し戻してください。"),
        N_("内容を読んで決める"),
        page="ledger.waiting",
    ),
)
