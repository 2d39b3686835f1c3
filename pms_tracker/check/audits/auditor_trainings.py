"""The register of what qualifies auditors: shown on their own page, and all together as a list."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, select, true

from pms_tracker.check.tables.auditor_tables import AuditorTraining
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotFound
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers.fields import Day, Facts, Of, Pick, Text, Values
from pms_tracker.registers.file_fields import File
from pms_tracker.registers.register import Register, Step

# What trail and files call somebody's trainings: not the person, whom administrators keep.
OF_AUDITOR = "auditor-"


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Trainings a person may know of: all for those who oversee audits, else their own."""
    return true() if viewer.sees_all else AuditorTraining.person_id == viewer.person_id


def about(person_id: int) -> str:
    """What trail and files call somebody's trainings."""
    return f"{OF_AUDITOR}{person_id}"


def check_validity(obtained_on: date, valid_until: date | None) -> None:
    """A training is valid from the day it was obtained; raises BadInput."""
    if valid_until is not None and valid_until < obtained_on:
        raise BadInput("training_ends_first")


def _rule(values: Values, _facts: Facts) -> None:
    check_validity(values["obtained_on"], values["valid_until"])


TRAININGS = Register(
    *("trainings", "check/auditors/trainings", AuditorTraining, N_("監査員の研修・資格")),
    new=N_("研修・資格を登録する"),
    why=N_(
        "監査員の研修・資格を、修了証とともに登録します。監査員を選ぶときに、有効期限を表示します。"
    ),
    requirement=N_(
        "Pマークの構築・運用指針 J.6.2（内部監査）とJ.4.2（力量）は、"
        "監査員が必要な力量を備えていることの記録を求めています。"
    ),
    beneath=(N_("監査員の一覧"), "auditors.index"),
    fields=(
        Pick(
            *("person_id", N_("氏名"), Of.PERSON),
            needed=N_("監査員を選んでください。"),
            headings=("監査員", "名前"),
        ),
        Text(
            *("name", N_("研修・資格の名前")),
            needed=N_("研修・資格の名前を入力してください。"),
            help=N_("例：内部監査員養成研修"),
            wide=True,
            headings=("研修", "資格"),
            trail="training",
        ),
        Day(
            *("obtained_on", N_("取得日")),
            past=True,
            needed=N_("取得日を入力してください。"),
            trail="obtained_on",
        ),
        Day(
            *("valid_until", N_("有効期限")),
            until=True,
            aside=N_("期限がなければ空欄"),
            trail="valid_until_on",
        ),
        Text(*("note", N_("メモ"), 1000), lines=True, erasable=True),
        File("certificate", N_("修了証"), "certificate_number"),
    ),
    columns=("person_id", "name", "obtained_on", "valid_until"),
    sorts=("obtained_on", "valid_until"),
    sorted_by="-obtained_on",
    filters=("person_id",),
    rule=_rule,
    beside={"training_ends_first": "valid_until"},
    seen=visible_to,
    keeper=Permission.PLAN_AUDITS,
    whose="person_id",
    called=(OF_AUDITOR, "person_id"),
    changes=False,
    boxes=(N_("監査責任者"),),
    moves={Step.ENTER: "training_entered", Step.RETIRE: "training_struck"},
)


def of_person(person_id: int) -> Sequence[AuditorTraining]:
    """Every training of a person, the latest first, struck ones too."""
    mine = select(AuditorTraining).where(AuditorTraining.person_id == person_id)
    latest = (AuditorTraining.obtained_on.desc(), AuditorTraining.id.desc())
    return session.scalars(mine.order_by(*latest)).all()


def check_whose(row: AuditorTraining, person_id: int) -> None:
    """Raises NotFound for a training that is not this person's."""
    if row.person_id != person_id:
        raise NotFound("no_such_record", reference=TRAININGS.name)


def of_all() -> Sequence[AuditorTraining]:
    """The trainings of everybody that were not struck, the earliest first."""
    found = select(AuditorTraining).where(AuditorTraining.struck == "")
    earliest = found.order_by(AuditorTraining.obtained_on, AuditorTraining.id)
    return session.scalars(earliest).all()
