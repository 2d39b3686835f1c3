"""Who or what is called alike in one list is told apart by the department."""

from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.people.firm import people
from pms_tracker.registers import entry_fields
from tests.cast import IDS, UNIT_IDS, viewer
from tests.databases import Served
from tests.do import test_risks, test_trainings as told
from tests.do.test_ledger import entered
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

TRAINING = "/do/trainings/TR-2026-001"


def test_namesakes_of_a_training_have_their_departments(served: Served, visitor: Visitor) -> None:
    with committing(served):
        told.started()
    client = visitor.as_("privacy_manager")
    assert "（書店）" not in words(client.get(TRAINING))
    with committing(served):
        for name in ("employee", "head"):
            people.person(IDS[name]).name = "青木 さくら"
    for place in (TRAINING, f"{TRAINING}/sheet"):
        page = words(client.get(place))
        for unit in ("松本教室", "書店"):
            assert f"青木 さくら（{unit}）" in page


def test_two_risks_with_one_sentence_have_their_departments(served: Served) -> None:
    with committing(served):
        test_risks.a_risk()
        other = entered("other_head", unit_id=UNIT_IDS["書店"])
        test_risks.a_risk("other_head", rows=(LEDGER.name_of(other),), unit_id=UNIT_IDS["書店"])
        test_risks.a_risk(scenario="別のこと")
    with reading(served):
        offered = entry_fields.offered(RISKS, viewer("privacy_manager"), ())
    ends = [words.rpartition(" · ")[2] for _each, words in offered]
    assert ends[:2] == ["松本教室", "書店"]
    assert " · " not in offered[2][1]
