"""The register of personal information (個人情報管理台帳, J.3.1.1): what is held, and why."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from pms_tracker import clock
from pms_tracker.do.registers.ledger_fields import FIELDS
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.duties.duty_sources import Watched
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.profile import Part
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.standing import lasts
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Membership
from pms_tracker.plan.changes.planned_changes import OF_CHANGES
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.registers.edition_tables import Edition
from pms_tracker.registers.register import Beforehand, Paper, Register

# A column that says of which unit something is.
Unit = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]
# Audits sample from the whole register.
ALL_READERS = frozenset({Role.AUDITOR, Role.AUDIT_MANAGER})


def sees_whole(viewer: Viewer) -> bool:
    """Whether somebody knows of all that any unit holds: the top roles, auditors, and whoever
    stands in for the management, since any of it may be asked of them."""
    if viewer.sees_all or viewer.manages_for_another:
        return True
    return bool(ALL_READERS & viewer.roles)


def of_units(
    unit_id: InstrumentedAttribute[int], *whose: InstrumentedAttribute[Any]
) -> Callable[[Viewer], ColumnElement[bool]]:
    """What of a register a person may know of: all for who `sees_whole`, else what their units hold
    and those of heads for whom they stand in, by the column of the unit, and what is their own by
    one of those that say `whose` it is."""

    def visible_to(viewer: Viewer) -> ColumnElement[bool]:
        if sees_whole(viewer):
            return true()
        held = of_own_units(unit_id, viewer)
        return or_(held, *(each == viewer.person_id for each in whose)) if whose else held

    return visible_to


def of_own_units(unit_id: Unit, viewer: Viewer) -> ColumnElement[bool]:
    """What is of a person's units, and of those of heads for whom they stand in."""
    own: ColumnElement[bool] = unit_id.in_(viewer.unit_ids)
    if not viewer.stands_in_for:
        return own
    headed = select(Membership.unit_id).where(
        Membership.person_id.in_(viewer.stands_in_for),
        Membership.is_head,
        lasts(Membership, clock.today()),
    )
    return or_(own, unit_id.in_(headed))


# What is decided before anything is acquired: of whom, what, why and how (J.8.1, J.8.2).
ACQUISITION = Beforehand(
    Part.ACQUISITION_APPROVAL,
    step="acquisition",
    column="cleared_on",
    fields=(
        *("name", "unit_id", "business", "subjects", "items", "purposes", "stated", "acquired"),
        *("sensitive", "my_number", "minors", "owner"),
    ),
    asks=("acquired",),
    what=N_("取得の承認"),
    rest=N_("取扱いの承認"),
    asked=N_("取得の承認待ち"),
    cleared=N_("取得承認済み"),
)
LEDGER = Register(
    *("ledger", "do/ledger", PersonalInformation, N_("個人情報管理台帳")),
    kind=Kind.PERSONAL_INFORMATION,
    short=N_("台帳"),
    new=N_("個人情報を登録する"),
    why=N_("どの部門が、どんな個人情報を、何のために、どこに、いつまで持つかを登録します。"),
    requirement=N_(
        "Pマークの構築・運用指針 J.3.1.1（個人情報の特定）は、取り扱うすべての個人情報を特定し、"
        "項目、利用目的、保管場所、保管方法、アクセス権者、利用期限、保管期限を記した台帳を、"
        "少なくとも年1回見直すことを求めています。"
    ),
    fields=FIELDS,
    columns=("name", "unit_id", "purposes", "place"),
    filters=("unit_id",),
    sorts=("name",),
    title=("name",),
    seen=of_units(PersonalInformation.unit_id),
    keeper=Permission.KEEP_REGISTERS,
    boxes=(N_("個人情報保護管理者"), N_("部門責任者")),
    # What J.3.1.1 asks a register to say of each, beside what is told of outsiders.
    paper=Paper(
        N_("個人情報管理台帳"),
        {
            **{"name": 5, "unit_id": 3, "business": 3, "subjects": 3, "items": 5, "purposes": 5},
            **{"acquired": 3, "place": 4, "medium": 3, "protection": 3, "access": 4},
            **{"use_until": 3, "keep_until": 3, "disposal": 3, "count": 3, "sensitive": 2},
            **{"provided_to": 3, "note": 3},
        },
        wide=("business", "medium", "disposal", "provided_to", "note"),
        called=N_("台帳"),
    ),
    approvers=(Role.PRIVACY_MANAGER, Role.REPRESENTATIVE),
    beforehand=ACQUISITION,
    doubted="doubts",
    afterwards=(OF_CHANGES.name,),
)
TO_APPROVE = entry_duties.source(
    LEDGER,
    *("approve_ledger", N_("個人情報管理台帳の承認")),
    N_("提出された台帳の内容を読み、承認するか、理由を添えて差し戻してください。"),
)


def of_first_or_last(edition: Edition) -> Iterable[int]:
    """The entry whose first edition it is, or that it ends."""
    is_of_it = edition.register == LEDGER.key and (edition.number == 1 or edition.ends)
    return (edition.entry_id,) if is_of_it else ()


def has_day(edition: Edition) -> bool:
    """Whether an edition is, or was, in force; a draft has no day yet."""
    return edition.from_on is not None


# An entry that comes into force first, or ends, or is so no more; no revision of it.
COMES_OR_GOES = Watched(of_first_or_last, ("from_on",), has_day)
