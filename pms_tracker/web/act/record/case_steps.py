"""Where a case stands, as its page shows it: the path of steps and whose turn it is."""

from collections.abc import Collection
from datetime import date

from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.rules import route_rules
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.several import merging
from pms_tracker.people.firm.people import Viewer
from pms_tracker.web.record.paths import Step, Turn, blocked, in_place_of
from pms_tracker.web.words.days_in_words import day_text

FORMS = {
    CaseState.PLANNING: "plan",
    CaseState.SENT_BACK: "plan",
    CaseState.SUBMITTED: "decision",
    CaseState.ENDORSED: "decision",
    CaseState.DOING: "done",
    CaseState.CONFIRMING: "check",
    CaseState.REVIEWING: "verdict",
    CaseState.CLOSING: "closing",
}


def path(dossier: Dossier, extra: Collection[str], names: dict[int, str]) -> list[Step]:
    """The steps that the case goes through, those of the full profile among them, and where it is.

    `extra` are the further ones of the full profile.
    """
    case, on = dossier.case, _days(dossier)
    wanted = [
        (state, label) for state, label, step in _every_step() if step is None or step in extra
    ]
    if case.state is CaseState.WITHDRAWN:
        return [Step(label, "todo") for _state, label in wanted]
    sent_back = case.state is CaseState.SENT_BACK
    at = CaseState.PLANNING if sent_back else case.state
    here = [state for state, _label in wanted].index(at)
    ended = case.state is CaseState.CLOSED
    found = []
    for index, (state, label) in enumerate(wanted):
        if index < here or ended:
            found.append(Step(label, "done", day_text(on[state], year=False)))
        elif index == here:
            detail = gettext("差戻し") if sent_back else names.get(case.turn_of_id or 0, "")
            found.append(Step(label, "back" if sent_back else "now", detail))
        else:
            found.append(Step(label, "todo"))
    return found


def _every_step() -> list[tuple[CaseState, str, route_rules.ExtraStep | None]]:
    """Each step's state and label, and the part of the full profile it belongs to."""
    return [
        (CaseState.PLANNING, gettext("応急処置・原因・計画"), None),
        (CaseState.SUBMITTED, gettext("承認"), None),
        (CaseState.ENDORSED, gettext("代表者の承認"), route_rules.ExtraStep.SECOND_APPROVAL),
        (CaseState.DOING, gettext("実施"), None),
        (CaseState.CONFIRMING, gettext("完了確認"), route_rules.ExtraStep.DONE_CHECK),
        (CaseState.REVIEWING, gettext("有効性の確認"), None),
        (CaseState.CLOSING, gettext("完了承認"), route_rules.ExtraStep.CLOSING_APPROVAL),
        (CaseState.CLOSED, gettext("完了"), None),
    ]


def _days(dossier: Dossier) -> dict[CaseState, date | None]:
    """The day each step was taken on, as far as it was."""
    case, now = dossier.case, dossier.current
    first, check, closing = (
        dossier.approval(name)
        for name in (
            route_rules.first_approval(case.round),
            route_rules.done_check(case.round),
            route_rules.closing(case.round),
        )
    )
    approved_on = clock.local(now.approved_at).date() if now.approved_at else None
    return {
        CaseState.PLANNING: now.submitted_on,
        CaseState.SUBMITTED: first.decided_on if first else approved_on,
        CaseState.ENDORSED: approved_on,
        CaseState.DOING: now.done_on,
        CaseState.CONFIRMING: check.decided_on if check else None,
        CaseState.REVIEWING: now.reviewed_on,
        CaseState.CLOSING: closing.decided_on if closing else None,
        CaseState.CLOSED: case.closed_on,
    }


def said(field: str, text: str) -> str:
    """A field of a plan as its reader is told it."""
    if field.endswith("_on"):
        return day_text(date.fromisoformat(text))
    return gettext("不要") if field == "correction_needed" else text


def signed_as(step: str) -> str:
    """What a signature was for, where it is not the approval of the plan."""
    kinds = {
        "first": gettext("代表者の承認の前の承認"),
        "done": gettext("完了確認"),
        "closing": gettext("完了承認"),
    }
    return kinds.get("first" if step.endswith("-first") else step.split("-")[0], "")


def turn(dossier: Dossier, viewer: Viewer, names: dict[int, str]) -> Turn:
    """Whose turn it is, seen by the viewer."""
    case = dossier.case
    if case.state is CaseState.CLOSED:
        return Turn("done", None, gettext("有効と判定され、完了しました。教訓は送付済みです。"))
    if case.merged_into_id is not None:
        told = gettext("この案件の所見は、%(case)s で扱っています。", case=merging.went_to(case))
        return Turn("done", gettext("統合"), told)
    if case.state is CaseState.WITHDRAWN:
        return Turn("done", gettext("取下げ"), gettext("この是正処置は取り下げられました。"))
    may_act, for_id = _acts(dossier, viewer.person_id)
    if may_act and viewer.person_id in _holders(dossier):
        label = in_place_of(names[for_id]) if for_id is not None else None
        return Turn("yours", label, _ask(case.state), FORMS[case.state])
    # Who may as well, such as a head for those who work there, is given the form and not the turn.
    form = FORMS[case.state] if may_act else ""
    told = blocked(case.turn_of_id, dossier.firm) or gettext(
        "%(name)sさんの対応待ちです。%(what)s",
        name=names.get(case.turn_of_id or 0, ""),
        what=_told(case.state),
    )
    return Turn("theirs", None, told, form)


def _holders(dossier: Dossier) -> set[int | None]:
    """Whose turn home says it is: the step's, and further actions'."""
    return {dossier.case.turn_of_id, *(each.turn_of_id for each in dossier.current.actions)}


def _acts(dossier: Dossier, person_id: int) -> tuple[bool, int | None]:
    """Whether somebody may take the next step, and for whom they do as a deputy."""
    steps = [dossier.step]
    if dossier.case.state is CaseState.DOING:
        # Owners of all that is still to be done; the head may report for each.
        steps += [dossier.doing_of(*dossier.open_actions), dossier.reporting]
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
        CaseState.ENDORSED: gettext(
            "一度承認された計画です。この計画で進めてよいか、決めてください。"
        ),
        CaseState.DOING: gettext("是正処置を実施し、証拠を添えて報告してください。"),
        CaseState.CONFIRMING: gettext("報告のとおり実施されたかを確かめてください。"),
        CaseState.REVIEWING: gettext("同じことが起きていないか確かめ、有効性を判定してください。"),
        CaseState.CLOSING: gettext("有効性の判定を読み、完了してよいか決めてください。"),
    }[state]


def _told(state: CaseState) -> str:
    return {
        CaseState.PLANNING: gettext("原因と是正処置を書いています。"),
        CaseState.SENT_BACK: gettext("差戻しを受けて、計画を直しています。"),
        CaseState.SUBMITTED: gettext("計画の承認を待っています。"),
        CaseState.ENDORSED: gettext("代表者の承認を待っています。"),
        CaseState.DOING: gettext("是正処置を実施しています。"),
        CaseState.CONFIRMING: gettext("実施の完了確認を待っています。"),
        CaseState.REVIEWING: gettext("有効性の確認を待っています。"),
        CaseState.CLOSING: gettext("完了の承認を待っています。"),
    }[state]
