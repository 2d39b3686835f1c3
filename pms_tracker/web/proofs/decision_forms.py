"""Decisions at the door: whose they are, one form for them all, and those stamped on paper (紙)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from flask_babel.speaklater import LazyString
from wtforms import HiddenField, RadioField, SelectChoice
from wtforms.validators import InputRequired, Length

from pms_tracker.approvals import approval_rules, paper
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.approvals.sign_offs import Waiting
from pms_tracker.evidence import evidence as files
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.deciding import decisions
from pms_tracker.web.door.access import me
from pms_tracker.web.door.uploads import any_upload
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.record.paths import blocked, in_place_of

REASON_MISSING = {
    Decision.SENT_BACK.value: _l("差し戻す理由を入力してください。"),
    Decision.REJECTED.value: _l("却下する理由を入力してください。"),
}


BACK = _p("to decide", "差し戻す")


def deciding(
    label: LazyString,
    approve: LazyString,
    missing: LazyString,
    *,
    back: LazyString = BACK,
    reject: LazyString | None = None,
) -> RadioField:
    """What may be decided, and what is said where nothing is. Nothing is chosen beforehand."""
    words = {Decision.APPROVED: approve, Decision.SENT_BACK: back, Decision.REJECTED: reject}
    choices = [SelectChoice(each.value, said) for each, said in words.items() if said is not None]
    return RadioField(label, choices=choices, validators=[shared.Filled(missing)])


class DecisionFields(shared.Form):
    """Approve or send back, bound to what was seen."""

    seen_digest = HiddenField(validators=[InputRequired(), Length(max=64)])
    decision = deciding(
        _l("決定"), _p("to decide", "承認する"), _l("承認か差戻しを選んでください。")
    )
    reason = shared.LongField(_l("理由・ひとこと"), longest=2000)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A refusal needs its reason; said here, as an empty optional field ends its own checks."""
        valid = bool(super().validate(*args, **kwargs))
        refusal = REASON_MISSING.get(self.decision.data)
        if refusal is not None and not (self.reason.data or "").strip():
            self.reason.errors = [str(refusal)]
            return False
        return valid


class DecisionForm(DecisionFields):
    """A decision about one version, by exception with its own reason, perhaps on paper."""

    by_exception = False

    version = shared.VersionField()
    exception_reason = shared.LongField(_l("例外として決める理由"), longest=2000)
    on_paper_by = shared.PickField(_l("書面で決定した人"))
    decided_on = shared.DayField(_l("書面で決定した日"))

    @property
    def decided(self) -> Decided:
        """The decision; on paper where another than the viewer was named, else of today."""
        named = self.on_paper_by.data
        on_paper = named if named != me().person_id else None
        return Decided(
            Decision(self.decision.data),
            self.seen_digest.data or "",
            self.reason.data or "",
            self.exception_reason.data or "",
            decided_on=self.decided_on.data if on_paper else None,
            on_paper_by=on_paper,
            scanned=any_upload("scan"),
        )

    def offer(self, step: Eligible, firm: Firm, hands: Collection[int]) -> None:
        """Let a paper decision be entered for whoever else may decide, if the viewer may."""
        self.by_exception = step.by_exception
        named = typed_in_for(step, firm, hands)
        self.on_paper_by.offer([(each, firm.members[each].name) for each in named])


def typed_in_for(step: Eligible, firm: Firm, hands: Collection[int]) -> list[int]:
    """Those who may decide whose stamped paper the viewer may type in."""
    return paper.may_type_in(step.person_ids, hands, firm=firm, by=me())


@dataclass(frozen=True)
class Turn:
    """Whose decision it is: the name of who is asked (empty for nobody), and whether the viewer's.

    `label` says in whose place a deputy decides (不在時代理), `blocked` why nobody can.
    """

    name: str
    is_mine: bool
    label: str | None = None
    blocked: str = ""


@dataclass(frozen=True)
class NextStep:
    """What comes next: `kind` is yours, theirs, done, or draft, which may be gone on with whenever
    one likes; `url` is where yours is taken, `due_on` by when theirs is."""

    kind: str
    sentence: str
    url: str = ""
    button: str = ""
    label: str | None = None
    due_on: date | None = None


def is_anothers(writers: Sequence[int], firm: Firm) -> bool:
    """Whether somebody else goes on with what these people drafted."""
    mine = me().person_id
    return mine not in writers and decisions.writer_of(writers, firm) != mine


def anothers(writers: Sequence[int], firm: Firm) -> str:
    """The words for a draft that somebody else goes on with."""
    writer = decisions.writer_of(writers, firm)
    if writer is None:
        return blocked(None, firm)
    name = firm.members[writer].name
    return gettext("%(name)sさんの対応待ちです。下書きを仕上げて提出します。", name=name)


def turn(step: Eligible, firm: Firm) -> Turn:
    """Whose decision it is, as the viewer sees it."""
    mine, asked = me().person_id, decisions.asked(step, firm)
    name = firm.members[asked.person_id].name if asked else ""
    for_id = firm.principal(mine, step)
    label = in_place_of(firm.members[for_id].name) if for_id is not None else None
    why = blocked(asked.person_id if asked else None, firm)
    return Turn(name, decisions.may_decide(mine, step, firm), label, why)


@dataclass(frozen=True)
class Box:
    """A decision that waits, with its form for whoever decides or holds the stamped paper."""

    turn: Turn
    place: str
    form: DecisionForm | None
    file_limit: str


def box(
    waits: Waiting | None,
    firm: Firm,
    *,
    place: str,
    version: int,
    refused: DecisionForm | None,
    kind: type[DecisionForm] = DecisionForm,
) -> Box | None:
    """The box of what waits; None where nothing does. A refused form comes back as it was typed for
    what is shown now, or its refusal is said where it is the viewer's no more."""
    if waits is None:
        say_refusal(refused)
        return None
    form = refused or kind(formdata=None, place=place)
    whose = turn(waits.step, firm)
    by_paper = typed_in_for(waits.step, firm, waits.every_hand)
    if not whose.is_mine and not by_paper:
        say_refusal(form)
        return Box(whose, place, None, "")
    form.version.data, form.seen_digest.data = version, waits.about.digest
    form.by_exception = waits.step.by_exception
    if by_paper:
        form.offer(waits.step, firm, waits.every_hand)
    return Box(whose, place, form, evidence_views.limit_words())


def sent_back(made: Sequence[Approval]) -> Approval | None:
    """The last decision, if it sent back."""
    last = made[-1] if made else None
    return last if last is not None and last.decision is Decision.SENT_BACK else None


def say_refusal(refused: shared.Form | None) -> None:
    """Say why a decision was refused where its form is shown no more: somebody else was first."""
    for words in refused.form_errors if refused else ():
        flash(words, "warning")


def keep_scan(row: Approval) -> None:
    """Attach the scan of a decision that was stamped on paper, in the transaction that is open.

    Raises BadInput for anything but pictures and PDFs.
    """
    if row.on_paper:
        take_scan(row.reference, row.step)


def take_scan(reference: str, step: str) -> None:
    """Attach what proves a stamp; raises BadInput for anything but pictures and PDFs."""
    kept = evidence_views.take(reference, "scan", by=me(), step=step)
    approval_rules.check_scan([each.media_type for each in kept])


def scans(made: Sequence[Approval], url_of: Callable[[int], str]) -> list[tuple[EvidenceFile, str]]:
    """The scans of decisions that were stamped on paper, each with where it is read."""
    steps = {row.step for row in made if row.on_paper}
    if not steps:
        return []
    every = files.files(made[0].reference)
    return [(each, url_of(each.number)) for each in every if each.step in steps]
