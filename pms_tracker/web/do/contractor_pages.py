"""Contractors beside their registers: how far one is on its record, the sheet of an evaluation in
its form, and names in the register of personal information that no contractor is registered for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from pms_tracker.do.contractors import contractors
from pms_tracker.do.contractors.contractor_fields import CONTRACT, LEAVING, RARE
from pms_tracker.do.contractors.contractors import CONTRACTORS, STATES, WRONG
from pms_tracker.do.contractors.evaluation_fields import SHEET_FOR, VERDICTS
from pms_tracker.do.contractors.evaluations import EVALUATIONS, scored_of
from pms_tracker.do.contractors.unlisted import still_named, unlisted
from pms_tracker.do.rules.contractor_rules import State, Wrong
from pms_tracker.do.rules.evaluation_rules import SHEETS, Kind as Again, SheetId
from pms_tracker.kernel.words import N_, Words
from pms_tracker.registers.edition_rules import IN_FORCE
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.words import labels
from pms_tracker.web.words.register_words import say

blueprint = Blueprint("contractors_unlisted", __name__, url_prefix="/do/contractors/unlisted")
# The tone and the icon of a state.
CHIPS: Mapping[State, tuple[str, str]] = {
    State.CANDIDATE: ("quiet", "ring"),
    State.EVALUATING: ("soon", "half"),
    State.APPROVED: ("soon", "half"),
    State.CONTRACTED: ("done", "check"),
    State.DUE: ("soon", "warning"),
    State.CONTINUED: ("done", "check"),
    State.CONDITIONAL: ("soon", "warning"),
    State.STOPPED: ("late", "warning"),
    State.ENDED: ("quiet", "return"),
}


@dataclass(frozen=True)
class Shown:
    """How far a contractor is: its state as a chip, its last verdict, by when it is evaluated, what
    is wrong with what it holds, and where to evaluate it."""

    chip: tuple[str, str, str]
    verdict: str
    evaluated_on: date | None
    next_on: date | None
    is_near: bool
    wrong: str
    evaluate: str
    still_named: tuple[str, ...]


@blueprint.app_template_global()
def contractor_shown(row: Any) -> Shown:
    """How far a contractor is, for its record."""
    state, next_on = contractors.state_of(row), contractors.evaluate_by(row)
    wrong = contractors.wrong_with(row) if row.rows else None
    again = Again.FIRST if row.evaluated_on is None else Again.AGAIN
    return Shown(
        (*CHIPS[state], say(STATES[state])),
        say(VERDICTS[row.verdict]) if row.verdict is not None else "",
        row.evaluated_on,
        next_on,
        next_on is not None and state in (State.DUE, State.CANDIDATE),
        say(WRONG[wrong]) if wrong is not None else "",
        url_for(
            f"{EVALUATIONS.key}.form",
            contractor=CONTRACTORS.name_of(row),
            kind=again.value,
            sheet=SHEET_FOR[row.trade].value,
        ),
        tuple(still_named(row, me())) if state is State.ENDED else (),
    )


@blueprint.app_template_global()
def contractor_folds(row: Any) -> list[tuple[Words, tuple[str, ...], bool]]:
    """What is folded in the form of a contractor, by what it is about, and what stands open: the
    contract once one may be signed, and that it leaves only of one that is there."""
    parts = {
        N_("契約"): CONTRACT,
        N_("代表者、認証、再委託、備考"): RARE,
        N_("委託の終了"): LEAVING,
    }
    may_sign = row is not None and row.state in IN_FORCE
    is_open = (may_sign, False, row is not None and row.ended_on is not None)
    shown = zip(parts.items(), is_open, strict=True)
    return [
        (words, tuple(each.name for each in fields), opens)
        for (words, fields), opens in shown
        if fields is not LEAVING or row is not None
    ]


@blueprint.app_template_global()
def contractor_chip(state: State) -> tuple[str, str, str]:
    """The chip of a state."""
    return (*CHIPS[state], say(STATES[state]))


@blueprint.app_template_global()
def contractor_wrong(wrong: Wrong) -> str:
    """Why a contractor may hold nothing, in words."""
    return say(WRONG[wrong])


@blueprint.app_template_global()
def questions_of(chosen: str | None) -> tuple[tuple[str, ...], frozenset[str]]:
    """The fields of the questions of a sheet, and those that must be met; none without a sheet."""
    if not chosen or chosen not in {each.value for each in SheetId}:
        return (), frozenset()
    sheet = SHEETS[SheetId(chosen)]
    return tuple(each.value for each in sheet.questions), frozenset(
        each.value for each in sheet.must
    )


@blueprint.app_template_global()
def score_of(row: Any) -> Any:
    """What the sheet of an evaluation comes to, with what was not answered and is not met."""
    return scored_of(row)


@blueprint.app_template_global()
def question_words(names: Any) -> str:
    """Questions in words, by the names of their fields."""
    words = (say(EVALUATIONS.field(str(each)).label) for each in names)
    return labels.between(words)


@blueprint.get("/")
@requires(CONTRACTORS.reader)
def index() -> ResponseReturnValue:
    """Names of contractors that the register of personal information says and nobody registered."""
    return render_template(
        "do/contractors/unlisted.html", register=CONTRACTORS, found=unlisted(me())
    )
