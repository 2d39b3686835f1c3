"""The first ledger (はじめての台帳), pure: what the ten answers propose, and what each rests on.

J.3.1.1 and J.3.1.3; Law art. 17, 20, 22, 23. An answer, a law or a published purpose is named as
what it is; what is merely typical is assumed, and to be confirmed (要確認) by a person.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pms_tracker.do.rules.ledger.first_answer_rules import QUESTIONS, Answers, Question, Tick
from pms_tracker.do.rules.ledger.first_entry_rules import (
    APPLICATION,
    CAMERA,
    ITEMS,
    TYPICAL,
    WAYS,
    Typical,
)
from pms_tracker.do.rules.ledger.ledger_rules import Disposal, Medium, Subject, Way
from pms_tracker.do.rules.purpose_rules import Audience
from pms_tracker.kernel.lasting.span_words import read_or_guess
from pms_tracker.kernel.lasting.spans import Span, SpanKind, Start
from pms_tracker.kernel.words import N_, Words


class Basis(StrEnum):
    """What a value rests on; an assumed one is to be confirmed."""

    ANSWERED = "answered"
    PUBLISHED = "published"
    LAW = "law"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class Said:
    """A value of one field, what it rests on, and the question that was answered."""

    value: Any
    basis: Basis
    question: Question | None = None


@dataclass(frozen=True)
class Published:
    """A purpose that is published: its key or reference, its text, and whose information it is
    about."""

    key: str
    text: str
    audience: Audience


@dataclass(frozen=True)
class Proposal:
    """An entry that is proposed, by field of the register; `stated` are the purposes it names."""

    key: str
    question: Question
    office: bool
    name: str
    media: tuple[Medium, ...]
    said: Mapping[str, Said]
    stated: tuple[str, ...] = ()
    # What was written of the firms that do the jobs; which is which, a person tells.
    firms: str = ""

    @property
    def unsure(self) -> list[str]:
        """The fields that are to be confirmed."""
        return [name for name, each in self.said.items() if each.basis is Basis.ASSUMED]


_MEDIUM_OF = {
    **dict.fromkeys((Tick.CABINET, Tick.SHELF), Medium.PAPER),
    **dict.fromkeys((Tick.COMPUTER, Tick.SERVER, Tick.CLOUD, Tick.PORTABLE), Medium.ELECTRONIC),
}
# Where something of a medium is taken to be as long as nobody says where.
_USUAL_PLACE = {Medium.PAPER: Tick.CABINET, Medium.ELECTRONIC: Tick.COMPUTER}
_PROTECTION: Mapping[Tick, Words] = {
    Tick.CABINET: N_("施錠"),
    Tick.SHELF: N_("退社時の片付け、最終退出者の施錠"),
    Tick.COMPUTER: N_("パスワード、ウイルス対策"),
    Tick.SERVER: N_("アクセス制限、バックアップ"),
    Tick.CLOUD: N_("アクセス制限、2段階認証"),
    Tick.PORTABLE: N_("画面ロック、暗号化、持出しの記録"),
}
_DISPOSALS: Mapping[Tick, tuple[Disposal, Medium]] = {
    Tick.SHREDDED: (Disposal.SHREDDED, Medium.PAPER),
    Tick.DISSOLVED: (Disposal.DISSOLVED, Medium.PAPER),
    Tick.ERASED: (Disposal.ERASED, Medium.ELECTRONIC),
    Tick.DESTROYED: (Disposal.DESTROYED, Medium.ELECTRONIC),
}
_USUAL_DISPOSAL = {Medium.PAPER: Disposal.SHREDDED, Medium.ELECTRONIC: Disposal.ERASED}
# What a firm does that is asked to do a job; it may touch whatever lies where it works.
_JOBS: Mapping[Tick, Words] = {
    Tick.PAYROLL_FIRM: N_("給与計算・社会保険の委託先"),
    Tick.DELIVERY_FIRM: N_("配送の委託先"),
    Tick.PRINTING_FIRM: N_("印刷・発送の委託先"),
    Tick.CLOUD_FIRM: N_("クラウドサービスの事業者"),
    Tick.DISPOSAL_FIRM: N_("廃棄の委託先"),
}
_STAFF_READERS = N_("人事・給与の担当者")
# Questions whose line of text names further entries, and whose information these are.
_MORE: Mapping[Question, tuple[Subject, Audience]] = {
    Question.JOINING: (Subject.CUSTOMER, Audience.CUSTOMER),
    Question.RECORDS: (Subject.CUSTOMER, Audience.CUSTOMER),
    Question.APPLICANTS: (Subject.APPLICANT, Audience.APPLICANT),
    Question.WORKERS: (Subject.WORKER, Audience.WORKER),
    Question.PARTNERS: (Subject.PARTNER, Audience.PARTNER),
}
_OFFICE = {Question.APPLICANTS, Question.WORKERS}
# Ticks that say that pupils are served.
_OF_PUPILS = {Tick.SCHOOL, Tick.FAMILY, Tick.LESSONS}
# An entry names at most so many published purposes; more would say nothing of it.
_MOST_PURPOSES = 3


def proposed(answers: Answers, published: Sequence[Published] = ()) -> list[Proposal]:
    """The entries that the answers propose, in the order of the questions."""
    typical = [each for each in TYPICAL if answers.ticks & {*each.ticks}]
    named = {each.name for each in typical}
    found = [*typical, *(each for each in _further(answers) if each.name not in named)]
    ordered = sorted(found, key=lambda each: each.question.number)
    return [_proposal(each, answers, published) for each in ordered]


def _further(answers: Answers) -> Iterator[Typical]:
    """What was named beside a question; of it nothing is typical."""
    for question, (subject, audience) in _MORE.items():
        for number, name in enumerate(answers.names(question), start=1):
            ways = (Way.WRITTEN,) if question is Question.JOINING else ()
            yield Typical(
                *(f"{question}-{number}", question, (), name, None, (), None, ways, None),
                audience=audience,
                subjects=(subject,) if audience is not Audience.CUSTOMER else (),
                office=question in _OFFICE,
                sensitive=None,
            )


def _proposal(one: Typical, answers: Answers, published: Sequence[Published]) -> Proposal:
    media, held = _held(one.media, answers)
    stated, purposes = _purposes(one, published)
    pupils = one.audience is Audience.CUSTOMER and bool(answers.ticks & _OF_PUPILS)
    ends_with_them = pupils and one.key != CAMERA
    subjects = _subjects(one, answers, pupils=pupils)
    said = {
        "business": _answered(one.business or "", one.question),
        "subjects": subjects,
        "items": _items(one, answers),
        "purposes": purposes,
        "acquired": _acquired(one, answers),
        **held,
        "access": _access(one, answers),
        "use_until": _assumed(_since(one.use_until, pupils=ends_with_them)),
        "keep_until": _kept(one, answers, pupils=ends_with_them),
        "disposal": _disposed(media, answers),
        "sensitive": _sensitive(one, answers),
        "my_number": _answered(one.my_number, one.question),
        "minors": _answered(Subject.PUPIL in subjects.value, one.question),
        **_others(one, media, answers),
        "owner": _answered(one.owner, one.question),
    }
    firms = answers.text(Question.ENTRUSTED) if said["entrusted_to"].value else ""
    return Proposal(one.key, one.question, one.office, one.name, media, said, stated, firms)


def _assumed(value: Any) -> Said:
    return Said(value, Basis.ASSUMED)


def _answered(value: Any, question: Question) -> Said:
    return Said(value, Basis.ANSWERED, question)


def _held(
    media: Collection[Medium], answers: Answers
) -> tuple[tuple[Medium, ...], dict[str, Said]]:
    """Where it is, on what, and how it is protected there. What may be on either medium is on those
    that the places say; where they say nothing of its medium, the usual is assumed."""
    ticked, written = answers.of(Question.PLACES), answers.names(Question.PLACES)
    places = [each for each in ticked if _MEDIUM_OF[each] in media]
    told = bool(places) or (bool(written) and not ticked)
    usual = places or [_USUAL_PLACE[each] for each in Medium if each in media]
    on = tuple(each for each in Medium if each in {_MEDIUM_OF[place] for place in usual})
    words = QUESTIONS[Question.PLACES].ticks
    named = (*(words[each] for each in (places if told else usual)), *(written if told else ()))
    protection = tuple(_PROTECTION[each] for each in usual)
    return on, {
        # A place in words may hold one thing and not another, such as My Numbers.
        "place": _answered(named, Question.PLACES) if places and not written else _assumed(named),
        "medium": _answered(on, Question.PLACES) if places else _assumed(on),
        "protection": _answered(protection, Question.PLACES)
        if places == [Tick.CABINET]
        else _assumed(protection),
    }


def _purposes(one: Typical, published: Sequence[Published]) -> tuple[tuple[str, ...], Said]:
    """The published purposes that it falls under, or what it is typically for."""
    if one.purpose is None:
        return (), _assumed(())
    # Whoever inquires is mostly told of among customers.
    whose = {one.audience} | ({Audience.CUSTOMER} if one.audience is Audience.INQUIRER else set())
    its = [each for each in published if each.audience in whose]
    found = [each for each in its if any(word in each.text for word in one.fits)][:_MOST_PURPOSES]
    if not found:
        return (), _assumed((one.purpose,))
    said = Said(tuple(each.text for each in found), Basis.PUBLISHED)
    return tuple(each.key for each in found), said


def _subjects(one: Typical, answers: Answers, *, pupils: bool) -> Said:
    """Whose it is; where pupils are served, theirs, and their families' where those are asked."""
    if one.subjects:
        return _answered(one.subjects, one.question)
    family = (Subject.FAMILY,) if Tick.FAMILY in answers.ticks else ()
    whose = Subject.PUPIL if pupils else Subject.CUSTOMER
    return _answered((whose, *family), Question.JOINING)


def _items(one: Typical, answers: Answers) -> Said:
    ticked = [each for each in answers.of(one.question) if each in one.ticks and each in ITEMS]
    if not ticked:
        return _assumed(one.items)
    items = dict.fromkeys(item for each in ticked for item in ITEMS[each])
    return _answered(tuple(items), one.question)


def _acquired(one: Typical, answers: Answers) -> Said:
    ways = [WAYS[each] for each in answers.of(one.question) if each in one.ticks and each in WAYS]
    if ways:
        return Said(tuple(dict.fromkeys(ways)), Basis.ANSWERED, one.question)
    written = one.question is Question.JOINING
    return _answered(one.ways, one.question) if written else _assumed(one.ways)


def _access(one: Typical, answers: Answers) -> Said:
    if one.office:
        return _assumed((_STAFF_READERS,))
    words = QUESTIONS[Question.READERS].ticks
    ticked = [words[each] for each in answers.of(Question.READERS)]
    told = [*ticked, *answers.names(Question.READERS)]
    if not told:
        return _assumed((words[Tick.IN_CHARGE],))
    return _answered(tuple(told), Question.READERS)


def _since(span: Span, *, pupils: bool) -> Span:
    """Pupils leave; their contract ends by it."""
    if pupils and span.start is Start.CONTRACT_END and span.kind is SpanKind.AFTER:
        return replace(span, start=Start.WITHDRAWAL)
    return span


def _kept(one: Typical, answers: Answers, *, pupils: bool) -> Said:
    """How long it is kept: as a law says, as was answered of customers, or as is typical."""
    if one.keep_until is not None and one.by_law:
        return Said(one.keep_until, Basis.LAW)
    written = answers.text(Question.ENDING)
    if written and one.audience is Audience.CUSTOMER and one.key != CAMERA:
        span, sure = read_or_guess(written)
        return Said(span, Basis.ANSWERED if sure else Basis.ASSUMED, Question.ENDING)
    return _assumed(one.keep_until and _since(one.keep_until, pupils=pupils))


def _disposed(media: Collection[Medium], answers: Answers) -> Said:
    told = [_DISPOSALS[each] for each in answers.of(Question.ENDING)]
    found = {medium: [how for how, its in told if its is medium] for medium in Medium}
    ways = [
        how
        for medium in Medium
        if medium in media
        for how in found[medium] or [_USUAL_DISPOSAL[medium]]
    ]
    if all(found[each] for each in media):
        return _answered(tuple(ways), Question.ENDING)
    return _assumed(tuple(ways))


def _sensitive(one: Typical, answers: Answers) -> Said:
    if one.sensitive is None:
        return _assumed(value=False)
    told = one.key == APPLICATION and Tick.CONDITION in answers.ticks
    return _answered(one.sensitive or told, one.question)


def _others(one: Typical, media: Collection[Medium], answers: Answers) -> dict[str, Said]:
    """Who else gets it: firms that do a job with it, and third parties (Law art. 25, 27)."""
    jobs = [each for each in answers.of(Question.ENTRUSTED) if _touches(each, one, media, answers)]
    unknown = Tick.ENTRUSTED_UNKNOWN in answers.ticks
    given = Tick.WORKERS_GIVEN if one.audience is Audience.WORKER else Tick.CUSTOMERS_GIVEN
    concerns = one.audience in {Audience.CUSTOMER, Audience.WORKER}
    names: list[str] = []
    if concerns and given in answers.ticks and one.key != CAMERA:
        names = answers.names(Question.PROVIDED) or [N_("提供先（名称を確かめる）")]
    return {
        "entrusted_to": _assumed(())
        if unknown
        else _answered(tuple(_JOBS[each] for each in jobs), Question.ENTRUSTED),
        "provided_to": _assumed(())
        if Tick.GIVEN_UNKNOWN in answers.ticks
        # Which of them go to whom, only a person can say.
        else Said(tuple(names), Basis.ASSUMED if names else Basis.ANSWERED, Question.PROVIDED),
    }


def _touches(job: Tick, one: Typical, media: Collection[Medium], answers: Answers) -> bool:
    if job is Tick.CLOUD_FIRM:
        return Tick.CLOUD in answers.ticks and Medium.ELECTRONIC in media
    if job is Tick.DISPOSAL_FIRM:
        return Medium.PAPER in media
    return job in one.jobs
