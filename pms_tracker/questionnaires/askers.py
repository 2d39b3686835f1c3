"""What a phase says of records that questionnaires are sent about: `Asker`, one row for a kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pms_tracker import locale_in_use
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.kernel.words import Words
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.questionnaires.questionnaire_rules import EN, Purpose, Question, Said
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire


def in_both(words: Words) -> Said:
    """The program's own words, for whoever answers in either language."""
    return Said(str(words), str(locale_in_use.catalogue(EN).gettext(words)))


@dataclass(frozen=True)
class Subject:
    """What a questionnaire is about: what the record is called, what is asked, and as far as the
    record says so, whom it may go to, by when, and in which language."""

    title: str
    questions: tuple[Question, ...]
    name: str = ""
    mail: str = ""
    due_on: date | None = None
    language: str | None = None


@dataclass(frozen=True)
class Marked:
    """A question with what was answered, whether that was right, what is right, and why."""

    words: str
    answer: str
    right: bool
    rights: str
    why: str


@dataclass(frozen=True)
class Outcome:
    """What came of answers that were taken at once: the score, whether it passed and what it takes,
    how many tries are left, and each question."""

    percent: int
    mark: int
    passed: bool
    left: int
    marked: tuple[Marked, ...]


@dataclass(frozen=True)
class Taught:
    """What whoever answers is shown first: a text, the address of more, and files of a record; what
    it takes to pass, and how many tries are left."""

    text: str = ""
    link: str = ""
    reference: str = ""
    files: tuple[EvidenceFile, ...] = ()
    mark: int = 0
    left: int = 0

    @property
    def holds_anything(self) -> bool:
        """Whether there is material; a test alone has none."""
        return bool(self.text or self.link or self.files)


@dataclass(frozen=True)
class Asker:
    """One kind of record: `find` raises NotFound where the viewer may not know of it; `take` makes
    a draft of what was answered and gives its reference.

    Where answers are taken by themselves, `received` does so as they are handed in, and `outcome`
    says to whoever answered what came of the last. `before` is what they are shown first. A link
    opens nothing any more to whoever is `over`.
    """

    kind: Kind
    purpose: Purpose
    door: Permission
    find: Callable[[Reference, Viewer], Subject]
    take: Callable[[Questionnaire, Viewer], str] | None = None
    received: Callable[[Questionnaire], None] | None = None
    outcome: Callable[[Questionnaire, str], Outcome] | None = None
    before: Callable[[Questionnaire], Taught] | None = None
    over: Callable[[Questionnaire], bool] | None = None
