"""Shelves of the do phase: which of its registers, and which pages beside them, stand together."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from pms_tracker.do.carried_out.exemptions import EXEMPTIONS
from pms_tracker.do.checks.check_faults import FAULTS
from pms_tracker.do.checks.check_templates import CHECKS
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.contractors.client_works import CLIENT_WORKS
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.contractors.evaluations import EVALUATIONS
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.disposals.disposals import DISPOSALS
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.logs.assets import ASSETS
from pms_tracker.do.logs.carry_outs import CARRY_OUTS
from pms_tracker.do.logs.visits import VISITS
from pms_tracker.do.pledges.pledges import PLEDGES
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.provisions import PROVISIONS
from pms_tracker.do.registers.purposes import PURPOSES
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.trainings.courses import COURSES
from pms_tracker.do.trainings.training_plans import TRAININGS
from pms_tracker.do.uses.acquisition_notices import ACQUISITION_NOTICES
from pms_tracker.do.uses.uses_beyond import USES_BEYOND
from pms_tracker.registers.register import Register


@dataclass(frozen=True)
class ShelfPage:
    """A list that is no register of its own: what it is called, where it is and what it is for."""

    name: object
    endpoint: str
    blueprints: tuple[str, ...]
    why: object


@dataclass(frozen=True)
class Shelf:
    """Registers that stand together, with the pages that stand with them."""

    name: object
    registers: tuple[Register, ...]
    pages: tuple[ShelfPage, ...] = ()

    @property
    def blueprints(self) -> frozenset[str]:
        """Those whose pages are of this shelf."""
        beside = (each for page in self.pages for each in page.blueprints)
        return frozenset((*(each.key for each in self.registers), *beside))


QUESTIONNAIRES = ShelfPage(
    _l("確認票"),
    "questionnaires.index",
    ("questionnaires",),
    _l("社外の相手に、リンクを使って質問を送り、回答を受け取ります。相手にアカウントは不要です。"),
)
CARRIED_OUT = ShelfPage(
    _l("運用実施状況一覧"),
    "carried_out.board",
    ("carried_out",),
    _l("部門と要求事項ごとに、実施済み・予定・遅れを年度で一覧します。"),
)
SHELVES = (
    Shelf(
        _l("持っている個人情報"),
        (LEDGER, PURPOSES, ACQUISITION_NOTICES, USES_BEYOND, RISKS, DISPOSALS),
    ),
    Shelf(
        _l("提供と委託"), (PROVISIONS, CONTRACTORS, EVALUATIONS, CLIENT_WORKS), (QUESTIONNAIRES,)
    ),
    Shelf(_l("本人からの申出と事故"), (REQUESTS, COMPLAINTS, INCIDENTS)),
    Shelf(
        _l("人と日々の運用"),
        (TRAININGS, COURSES, CHECKS, FAULTS, PLEDGES, EXEMPTIONS),
        (CARRIED_OUT,),
    ),
    Shelf(_l("記録簿"), (ASSETS, CARRY_OUTS, VISITS)),
)
NO_SHELF = Shelf("", ())
DO = tuple(register for shelf in SHELVES for register in shelf.registers)
