"""What stands beside a case on its page: the records around it, decisions, files and mails, drawn
once for what they show."""

from collections.abc import Mapping
from dataclasses import dataclass

from pms_tracker.act.cases import register_cases
from pms_tracker.act.cases.grounds import Ground
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.several import merging
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.approvals.approvals import Signed
from pms_tracker.evidence.evidence import Attached
from pms_tracker.kernel.independence import Role
from pms_tracker.web.act.record import case_steps
from pms_tracker.web.act.record.case_around import Around
from pms_tracker.web.act.record.elsewhere_page import Told
from pms_tracker.web.door.access import me
from pms_tracker.web.proofs.in_your_name import minutes_to_take_back
from pms_tracker.web.record import links
from pms_tracker.web.record.mails import Mails


@dataclass(frozen=True)
class Related:
    """All of it; `doors` is by which roles the reader opens records, `own` their decisions that
    somebody else typed in."""

    reference: str
    submissions: int
    digest: str
    grounds: tuple[Ground, ...]
    decisions: tuple[Signed, ...]
    names: tuple[tuple[int, str], ...]
    files: tuple[Attached, ...]
    mails: Mails
    # What of a register it was begun from, and which phase that is of.
    entry: str
    entry_phase: str
    origin: str
    knows_origin: bool
    merged_into: str
    may_share: bool
    doors: tuple[frozenset[Role], frozenset[frozenset[Role]]]
    own: tuple[int, ...]

    def holds_a_form(self) -> bool:
        """Whether the reader may still take back a decision from here."""
        return any(minutes_to_take_back(row) for row in self.decisions)

    def values(self) -> Mapping[str, object]:
        """What the template is given."""
        return {"related": self}

    def named(self) -> dict[int, str]:
        """Who decided, by id."""
        return dict(self.names)

    def signed_as(self, step: str) -> str:
        """What a signature was for, where it is not the approval of the plan."""
        return case_steps.signed_as(step)


def related(case: Case, read: Around, told: Told, digest: str, *, may_share: bool) -> Related:
    """What was read of it, for whoever looks."""
    decided = tuple(read.decisions)
    ids = {who for row in decided for who in (row.decided_by_id, row.entered_by_id, row.for_id)}
    viewer = me()
    return Related(
        case.reference,
        case.submissions,
        digest,
        tuple(read.about),
        decided,
        tuple(sorted(read.firm.names(ids).items())),
        read.files.get(case.reference, ()),
        read.mails,
        register_cases.begun_from(case, viewer),
        "act" if case.source is Source.EXAMINATION else "do",
        told.origin,
        told.knows_origin,
        merging.went_to(case),
        may_share,
        doors=links.doors(),
        own=tuple(
            row.id for row in decided if row.on_paper and row.decided_by_id == viewer.person_id
        ),
    )
