"""Files of entries at the door: taken with the form, and which of them are an entry's own."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pms_tracker import clock
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entries
from pms_tracker.registers.edition_tables import Edition
from pms_tracker.registers.file_fields import File, Files
from pms_tracker.registers.register import Register
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.words import register_words


def is_told(register: Register) -> bool:
    """Whether the reader is told the files of entries."""
    return all(register_words.is_told(each) for each in register.fields if each.takes_files)


def of(register: Register, row: Any) -> list[EvidenceFile]:
    """The files of an entry that the reader is told: all under its name, or the one that its column
    names. Where they are private, who is told none still has what proves a decision."""
    every = evidence.files(register.name_of(row)) if register.keeps_files else []
    single = [each.of(row) for each in register.fields if isinstance(each, File)]
    told = is_told(register)
    return [each for each in every if (told or each.step) and (not single or each.number in single)]


def shown(register: Register, row: Any) -> list[EvidenceFile]:
    """Those of them that an entry is shown with: where files belong to editions, those of what is
    in force, or is drafted before anything is, and what proves a decision."""
    its = register.enclosed
    every = of(register, row)
    if its is None:
        return every
    proofs = [each for each in every if each.step]
    return sorted(evidence.among(every, its.of(row)) + proofs, key=lambda each: each.number)


def of_edition(
    register: Register, edition: Edition, every: Sequence[EvidenceFile]
) -> list[EvidenceFile]:
    """Those of an entry's files that belong to an edition, where they do. What was approved before
    they did has all that were there by its end."""
    its = register.enclosed
    own = [each for each in every if not each.step and each.erased_at is None]
    if its is None:
        return []
    if its.name in edition.said:
        return evidence.among(own, edition.said[its.name])
    end = edition.until_on or date.max
    return [each for each in own if clock.local(each.added_at).date() <= end]


def take_files(register: Register, row: Any, *, by: Viewer) -> None:
    """Attach what was handed in with an entry's form; the one file of a column is named there.

    Raises as `evidence_views.take`, and where files belong to editions RuleBroken while the entry
    waits for a decision.
    """
    for each in register.fields:
        if isinstance(each, File | Files):
            taken = evidence_views.take(register.name_of(row), each.name, by=by)
            if taken and isinstance(each, File):
                each.put(row, taken[0].number)
            elif taken:
                entries.enclose(register, row, [one.sha256 for one in taken], by=by)
