"""The register of pledges (誓約書, J.9.3): of whom one was asked, and when it was signed."""

from sqlalchemy import ColumnElement, or_, select, true

from pms_tracker import clock
from pms_tracker.do.rules.pledge_rules import PledgeKind
from pms_tracker.do.tables.pledge_tables import Pledge
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.standing import lasts
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Membership
from pms_tracker.registers.entry_faults import refuse
from pms_tracker.registers.fields import Choice, Day, Facts, Of, Pick, Values
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import also, called, noted
from pms_tracker.registers.register import Register, Same

_ALSO_KINDS = also(
    (PledgeKind.JOINING, "入社 採用時 採用 入職時 入職 雇入時 入社時誓約書"),
    (PledgeKind.CONTRACTOR, "委託 請負 業務委託者 フリーランス 個人事業主 外注 委託先"),
    (PledgeKind.TEMPORARY, "派遣社員 派遣スタッフ 派遣労働者 派遣職員 派遣受入時"),
    (PledgeKind.LEAVING, "退職 退社 退社時 離職時 離職 退職者 退職時誓約書 退任時"),
)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Pledges a person may know of: all for the top roles, else of their units, and their own."""
    if viewer.sees_all:
        return true()
    members = select(Membership.person_id).where(
        Membership.unit_id.in_(viewer.headed_unit_ids), lasts(Membership, clock.today())
    )
    return or_(Pledge.person_id == viewer.person_id, Pledge.person_id.in_(members))


def _rule(values: Values, _facts: Facts) -> None:
    if values["signed_on"] is not None and values["signed_on"] < values["asked_on"]:
        refuse("signed_on", N_("依頼日以降の日を入力してください。"))


PLEDGES = Register(
    *("pledges", "do/pledges", Pledge, N_("誓約書")),
    kind=Kind.PLEDGE,
    new=N_("誓約書を登録する"),
    why=N_("個人情報の秘密を守り、目的外に利用しないことを約束した誓約書を、人ごとに記録します。"),
    requirement=N_(
        "Pマークの構築・運用指針 J.9.3（従業者の監督）は、従業者に個人情報を守らせることを"
        "求めています。入社時と退職時の誓約書が、その記録になります。"
    ),
    fields=(
        # What somebody promises on leaving comes in after their last day, too.
        Pick(
            *("person_id", N_("氏名"), Of.PERSON),
            needed=N_("誓約する人を選んでください。"),
            left=True,
            headings=called(
                "社員名 従業者名 従業員氏名 従業者氏名 提出者 署名者 スタッフ名 対象者 "
                "社員氏名 name"
            ),
        ),
        Choice(
            *("kind", N_("誓約の種類")),
            {
                PledgeKind.JOINING: N_("入社時"),
                PledgeKind.CONTRACTOR: N_("業務委託"),
                PledgeKind.TEMPORARY: N_("派遣"),
                PledgeKind.LEAVING: N_("退職時"),
            },
            _ALSO_KINDS,
            needed=N_("誓約の種類を選んでください。"),
            headings=called(
                "種類 種別 区分 誓約書の種類 誓約区分 書類の種類 誓約書区分 誓約種別 type"
            ),
        ),
        Day(
            "asked_on",
            N_("依頼日"),
            past=True,
            needed=N_("依頼日を入力してください。"),
            instead="signed_on",
            headings=called(
                "配布日 配付日 交付日 提出依頼日 送付日 渡した日 依頼年月日 頼んだ日 "
                "お願いした日 dateasked dateissued"
            ),
        ),
        Day(
            "signed_on",
            N_("提出日"),
            past=True,
            told=(N_("提出済み"), N_("未提出")),
            help=N_("まだ提出されていなければ、空欄にします。"),
            headings=called(
                "回収日 受領日 署名日 誓約日 提出年月日 受取日 締結日 誓約年月日 記入日 "
                "取得日 徴取日 出してもらった日 もらった日 datesigned datereceived"
            ),
        ),
        noted(N_("メモ"), "備考 摘要 特記事項", erasable=True),
        Files("files", N_("署名した書面")),
    ),
    columns=("person_id", "kind", "asked_on", "signed_on"),
    filters=("signed_on", "kind", "person_id"),
    sorts=("asked_on", "signed_on"),
    sorted_by="-asked_on",
    waits_by="asked_on",
    dated="asked_on",
    rule=_rule,
    same=Same(("person_id", "kind", "asked_on")),
    seen=visible_to,
    keeper=Permission.KEEP_REGISTERS,
    whose="person_id",
    boxes=(N_("個人情報保護管理者"),),
)
