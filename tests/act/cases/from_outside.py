"""Cases that no audit found, as tests need them."""

from dataclasses import replace
from datetime import timedelta

from pms_tracker import clock
from pms_tracker.act.cases import sources
from pms_tracker.act.cases.sources import Examined, Stated
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.tables.case_tables import Case
from tests.cast import UNIT_IDS, viewer


def stated(**changes: object) -> Stated:
    """An incident at 松本教室, found today, against a rule named in words."""
    said = Stated(
        source=Source.INCIDENT,
        unit_id=UNIT_IDS["松本教室"],
        fact="別の生徒の成績表を封筒に入れて渡した。",
        evidence="返された封筒1通、窓口の受付簿",
        found_on=clock.today(),
        rule="個人情報取扱規程 第12条",
    )
    return replace(said, **changes)  # type: ignore[arg-type]


def stated_case(by: str = "privacy_manager", **changes: object) -> Case:
    """A case that no audit found, waiting for its plan; an incident unless told otherwise."""
    return sources.open_case(stated(**changes), by=viewer(by))


def examined_case(by: str = "privacy_manager", **changes: object) -> Case:
    """A case that an examiner raised a week ago."""
    examined = Examined(clock.today() - timedelta(days=7), "審査機関", "指摘1")
    examined = replace(examined, **changes)  # type: ignore[arg-type]
    said = stated(source=Source.EXAMINATION, fact="台帳に保管期限の欄がない。")
    return sources.open_case(said, examined, by=viewer(by))
