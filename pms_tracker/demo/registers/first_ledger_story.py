"""What the demo company answered of one unit for the first ledger, and has not looked at yet."""

from collections.abc import Iterator

from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.desk import kept_drafts
from pms_tracker.do.rules.ledger.first_answer_rules import Question, Tick
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm import people

# The day on which it was answered, from today; and where the answers lie.
ANSWERED, PLACE = -1, "/do/ledger/first/"
CUSTOMERS, OFFICE = "出版部", "総務部"
TICKED = {
    Question.JOINING: (Tick.CONTACT,),
    Question.RECORDS: (Tick.ROSTER, Tick.ORDERS, Tick.CAMERA),
    Question.PLACES: (Tick.CABINET, Tick.CLOUD),
    Question.READERS: (Tick.UNIT,),
    Question.APPLICANTS: (Tick.RESUME,),
    Question.WORKERS: (Tick.PAYROLL, Tick.MY_NUMBER, Tick.CHECK_UP),
    Question.PARTNERS: (Tick.CARDS, Tick.CALLS),
    Question.ENTRUSTED: (Tick.DELIVERY_FIRM, Tick.CLOUD_FIRM),
    Question.PROVIDED: (Tick.NONE_GIVEN,),
    Question.ENDING: (Tick.SHREDDED,),
}
WRITTEN = {"joining_words": "読者はがき", "ending_words": "最終取引から5年"}


class FirstLedgerActs:
    """The privacy manager has answered the ten questions."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __iter__(self) -> Iterator[Act]:
        yield Act(self._desk.days.open(ANSWERED), Hour.FILE, self._answer)

    def _answer(self) -> None:
        ids = {each.name: str(each.id) for each in people.units()}
        typed = [("customers_unit", ids[CUSTOMERS]), ("office_unit", ids[OFFICE])]
        typed += [(each.value, tick.value) for each, its in TICKED.items() for tick in its]
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        kept_drafts.keep(by.person_id, PLACE, [*typed, *WRITTEN.items()])
