"""Where a case stands, as its page shows it: the path of steps and whose turn it is."""

from dataclasses import dataclass

from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.act import merging
from pms_tracker.act.dossier import Dossier
from pms_tracker.act.models import Case, CaseRound
from pms_tracker.act.rules import CaseState
from pms_tracker.people.people import Viewer
from pms_tracker.web.days import day_text
from pms_tracker.web.decisions import in_place_of


@dataclass(frozen=True)
class Step:
    """One disc on the path; `state` is done, now, back or todo."""

    label: str
    state: str
    detail: str = ""


@dataclass(frozen=True)
class Turn:
    """The next step: `kind` is yours, theirs or done; `form` names the form of yours."""

    kind: str
    label: str | None
    sentence: str
    form: str = ""


ORDER = (
    CaseState.PLANNING,
    CaseState.SUBMITTED,
    CaseState.DOING,
    CaseState.REVIEWING,
    CaseState.CLOSED,
)
FORMS = {
    CaseState.PLANNING: "plan",
    CaseState.SENT_BACK: "plan",
    CaseState.SUBMITTED: "decision",
    CaseState.DOING: "done",
    CaseState.REVIEWING: "verdict",
}


def path(case: Case, this_round: CaseRound, names: dict[int, str]) -> list[Step]:
    """The five steps of the light profile with where the case is."""
    said = [
        gettext("応急処置・原因・計画"),
        gettext("承認"),
        gettext("実施"),
        gettext("有効性の確認"),
        gettext("完了"),
    ]
    if case.state is CaseState.WITHDRAWN:
        return [Step(label, "todo") for label in said]
    sent_back = case.state is CaseState.SENT_BACK
    here = 0 if sent_back else ORDER.index(case.state)
    ended = case.state is CaseState.CLOSED
    found = []
    for index, label in enumerate(said):
        if index < here or ended:
            found.append(Step(label, "done", _done(index, case, this_round)))
        elif index == here:
            detail = gettext("差戻し") if sent_back else names.get(case.turn_of_id or 0, "")
            found.append(Step(label, "back" if sent_back else "now", detail))
        else:
            found.append(Step(label, "todo"))
    return found


def _done(index: int, case: Case, this_round: CaseRound) -> str:
    days = (
        this_round.submitted_on,
        clock.local(this_round.approved_at).date() if this_round.approved_at else None,
        this_round.done_on,
        this_round.reviewed_on,
        case.closed_on,
    )
    return day_text(days[index], year=False)


def turn(dossier: Dossier, viewer: Viewer, names: dict[int, str]) -> Turn:
    """Whose turn it is, seen by the viewer."""
    case = dossier.case
    if case.state is CaseState.CLOSED:
        return Turn(
            "done",
            None,
            gettext("有効と判定され、完了しました。教訓は方針の見直しに届いています。"),
        )
    if case.merged_into_id is not None:
        told = gettext("この案件の所見は、%(case)s で扱っています。", case=merging.went_to(case))
        return Turn("done", gettext("統合"), told)
    if case.state is CaseState.WITHDRAWN:
        return Turn("done", gettext("取下げ"), gettext("この是正処置は取り下げられました。"))
    may_act, for_id = _acts(dossier, viewer.person_id)
    if may_act:
        label = in_place_of(names[for_id]) if for_id is not None else None
        return Turn("yours", label, _ask(case.state), FORMS[case.state])
    name = names.get(case.turn_of_id or 0, "")
    if not name:
        return Turn(
            "theirs", None, gettext("次に進める人がいません。役割と所属を確かめてください。")
        )
    return Turn(
        "theirs", None, gettext("%(name)sさんの番です。%(what)s", name=name, what=_told(case.state))
    )


def _acts(dossier: Dossier, person_id: int) -> tuple[bool, int | None]:
    """Whether somebody may take the next step, and for whom they do as a deputy."""
    steps = [dossier.step]
    if dossier.case.state is CaseState.DOING:
        # The head may report for the owner.
        steps.append(dossier.reporting)
    if any(person_id in each.person_ids for each in steps):
        return True, None
    absent = (dossier.firm.principal(person_id, each) for each in steps)
    for_id = next((each for each in absent if each is not None), None)
    return for_id is not None, for_id


def _ask(state: CaseState) -> str:
    return {
        CaseState.PLANNING: gettext("応急処置・根本原因・是正処置を書き、提出してください。"),
        CaseState.SENT_BACK: gettext("差戻しの理由を読み、計画を直して提出してください。"),
        CaseState.SUBMITTED: gettext("この計画で進めてよいか、承認するか差し戻してください。"),
        CaseState.DOING: gettext("是正処置を実施し、証拠を添えて報告してください。"),
        CaseState.REVIEWING: gettext("同じことが起きていないか確かめ、有効性を判定してください。"),
    }[state]


def _told(state: CaseState) -> str:
    return {
        CaseState.PLANNING: gettext("原因と是正処置を書いています。"),
        CaseState.SENT_BACK: gettext("差戻しを受けて、計画を直しています。"),
        CaseState.SUBMITTED: gettext("計画の承認を待っています。"),
        CaseState.DOING: gettext("是正処置を実施しています。"),
        CaseState.REVIEWING: gettext("有効性の確認を待っています。"),
    }[state]
