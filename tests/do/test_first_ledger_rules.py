"""What ten answers propose: which entries, what each rests on, and what is left to confirm."""

from collections.abc import Collection
from itertools import chain

import pytest

from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.ledger.first_answer_rules import (
    QUESTIONS,
    Answers,
    Question,
    Tick,
    contradicts,
)
from pms_tracker.do.rules.ledger.first_entry_rules import TYPICAL
from pms_tracker.do.rules.ledger.first_ledger_rules import Basis, Proposal, Published, proposed
from pms_tracker.do.rules.ledger.ledger_rules import Disposal, Medium, Subject, Way
from pms_tracker.do.rules.purpose_rules import Audience
from pms_tracker.kernel.lasting.spans import Span, SpanKind, Start, Unit

T, Q = Tick, Question
NONE = {T.NONE_ENTRUSTED, T.NONE_GIVEN}
SCHOOL = NONE | {
    *(T.CONTACT, T.SCHOOL, T.FAMILY, T.BANK, T.CONDITION, T.LESSONS, T.PHOTOS, T.CABINET),
    *(T.SERVER, T.UNIT, T.RESUME, T.PAYROLL, T.MY_NUMBER, T.CHECK_UP, T.CARDS, T.WEB_INQUIRY),
}
BOOKS = NONE | {T.CONTACT, T.ROSTER, T.ORDERS, T.CAMERA, T.COMPUTER, T.RESUME, T.PAYROLL, T.CARDS}
POLICY = (
    Published("POL-001 1(2)a", "商品・サービスのご案内", Audience.CUSTOMER),
    Published("POL-001 1(2)b", "契約の履行（教材の発送、答案の返送）", Audience.CUSTOMER),
    Published("PU-2026-001", "採用選考のため", Audience.APPLICANT),
)


def by_key(
    ticks: Collection[Tick], published: Collection[Published] = (), **words: str
) -> dict[str, Proposal]:
    answers = Answers(frozenset(ticks), {Question(name): text for name, text in words.items()})
    return {each.key: each for each in proposed(answers, [*published])}


def test_every_tick_is_asked_once_and_every_typical_entry_can_be_proposed() -> None:
    asked = [*chain.from_iterable(each.ticks for each in QUESTIONS.values())]
    assert [*QUESTIONS] == [*Question]
    assert [each.number for each in QUESTIONS] == [*range(1, 11)]
    assert sorted(asked) == sorted(Tick)
    assert all({*each.ticks} <= {*QUESTIONS[each.question].ticks} for each in TYPICAL)
    assert {*by_key(Tick)} == {each.key for each in TYPICAL}


@pytest.mark.parametrize(("ticks", "count"), [(SCHOOL, 10), (BOOKS, 7), (NONE, 0), ((), 0)])
def test_a_firm_is_proposed_what_it_said_it_holds(ticks: Collection[Tick], count: int) -> None:
    assert len(by_key(ticks)) == count


def test_what_is_said_of_fields_the_register_has() -> None:
    for each in by_key(Tick, applicants="紹介状").values():
        assert {*each.said} <= {field.name for field in LEDGER.fields}


def test_a_school_holds_pupils_information_until_they_leave() -> None:
    found = by_key(SCHOOL)
    form = found["application"].said
    assert form["subjects"].value == (Subject.PUPIL, Subject.FAMILY)
    assert (form["minors"].value, form["sensitive"].value) == (True, True)
    assert form["acquired"].value == (Way.WRITTEN,)
    assert len(form["items"].value) == 7
    sensitive = {key for key, each in found.items() if each.said["sensitive"].value}
    assert sensitive == {"application", "check_up"}
    assert form["keep_until"].value.start is Start.WITHDRAWAL
    assert not found["payroll"].said["minors"].value


@pytest.mark.parametrize("tick", [T.SCHOOL, T.FAMILY, T.LESSONS])
def test_each_of_these_says_that_pupils_are_served(tick: Tick) -> None:
    assert Subject.PUPIL in by_key({T.CONTACT, tick})["application"].said["subjects"].value


def test_a_bookseller_holds_customers_information_and_no_minors() -> None:
    found = by_key(BOOKS)
    assert found["application"].said["subjects"].value == (Subject.CUSTOMER,)
    assert found["application"].said["keep_until"].value.start is Start.CONTRACT_END
    assert not any(each.said["minors"].value for each in found.values())
    assert found["camera"].said["keep_until"].value == Span(
        start=Start.ACQUIRED, length=30, unit=Unit.DAY, ground="業務上の必要"
    )


@pytest.mark.parametrize(
    ("key", "start", "length", "law"),
    [
        ("payroll", Start.PAID, 5, "労働基準法第109条"),
        ("roll", Start.RETIREMENT, 5, "同法第143条"),
        ("my_number", Start.YEAR_END, 7, "所得税法施行規則第76条の3"),
        ("check_up", Start.ACQUIRED, 5, "労働安全衛生規則第51条"),
        ("orders", Start.YEAR_END, 7, "法人税法施行規則第59条"),
    ],
)
def test_what_a_law_says_is_not_to_be_confirmed_whatever_was_answered(
    key: str, start: Start, length: int, law: str
) -> None:
    kept = by_key(Tick, ending="退会から3年")[key].said["keep_until"]
    assert (kept.basis, kept.value.start, kept.value.length) == (Basis.LAW, start, length)
    assert law in kept.value.ground


def test_applications_of_those_not_hired_are_kept_for_six_months() -> None:
    kept = by_key({T.RESUME})["applicants"].said["keep_until"]
    assert (kept.value.start, kept.value.length, kept.value.unit) == (
        Start.NOT_HIRED,
        6,
        Unit.MONTH,
    )
    assert kept.basis is Basis.ASSUMED


def test_how_long_is_read_as_it_was_written_or_left_to_confirm() -> None:
    read = by_key(BOOKS, ending="最終取引から5年")["roster"].said["keep_until"]
    assert (read.value.start, read.value.length, read.basis) == (Start.LAST_DEAL, 5, Basis.ANSWERED)
    unread = by_key(BOOKS, ending="決めていない")["roster"].said["keep_until"]
    assert (unread.value.kind, unread.basis) == (SpanKind.UNREAD, Basis.ASSUMED)


def test_until_when_customers_information_is_kept_is_said_of_theirs_alone() -> None:
    ticks = {T.ROSTER, T.CAMERA, T.RESUME, T.CARDS, T.CALLS}
    before, after = by_key(ticks), by_key(ticks, ending="最終取引から5年")
    kept = {key for key, each in after.items() if each.said != before[key].said}
    assert kept == {"roster"}


def test_the_place_says_medium_protection_and_disposal() -> None:
    found = by_key({T.CONTACT, T.PHOTOS, T.CABINET, T.SHREDDED}, places="3階の倉庫")
    form, photos = found["application"], found["photos"]
    assert form.media == (Medium.PAPER,)
    assert form.said["place"].value == ("鍵のかかる書庫・引出し", "3階の倉庫")
    assert not {"medium", "protection", "disposal"} & {*form.unsure}
    # What somebody wrote may hold one of all that is drafted and not another.
    assert "place" in form.unsure
    assert form.said["disposal"].value == (Disposal.SHREDDED,)
    # Nobody said where photos are kept, nor how they are erased.
    assert photos.media == (Medium.ELECTRONIC,)
    assert photos.said["place"].value == ("パソコン",)
    assert {"place", "medium"} <= {*photos.unsure}
    assert {"protection", "disposal"} <= {*photos.unsure}
    assert photos.said["disposal"].value == (Disposal.ERASED,)


def test_a_place_that_was_written_alone_is_to_be_confirmed_of_each() -> None:
    form = by_key({T.CONTACT}, places="本部の倉庫")["application"]
    assert form.said["place"].value == ("本部の倉庫",)
    assert {"place", "medium", "protection"} <= {*form.unsure}


def test_without_a_place_both_media_are_assumed() -> None:
    form = by_key({T.CONTACT})["application"]
    assert form.media == (Medium.PAPER, Medium.ELECTRONIC)
    assert {"place", "medium", "protection", "access", "disposal"} <= {*form.unsure}


def test_published_purposes_are_named_and_others_assumed() -> None:
    found = by_key({T.CONTACT, T.ROSTER, T.CAMERA, T.RESUME}, POLICY)
    assert found["application"].stated == ("POL-001 1(2)b",)
    assert found["roster"].stated == ("POL-001 1(2)a", "POL-001 1(2)b")
    assert found["applicants"].stated == ("PU-2026-001",)
    assert found["applicants"].said["purposes"].basis is Basis.PUBLISHED
    assert found["camera"].stated == ()
    assert by_key(
        {T.CALLS}, (Published("PU-2026-002", "お問い合わせへの応答", Audience.CUSTOMER),)
    )["inquiries"].stated == ("PU-2026-002",)
    assert "purposes" in found["camera"].unsure


def test_a_firm_that_does_a_job_is_named_where_it_touches_what_is_held() -> None:
    found = by_key(
        {T.ORDERS, T.PAYROLL, T.PHOTOS, T.CABINET, T.CLOUD}
        | {T.PAYROLL_FIRM, T.DELIVERY_FIRM, T.CLOUD_FIRM, T.DISPOSAL_FIRM},
        entrusted="給与計算は甲社",
    )
    named = {key: len(each.said["entrusted_to"].value) for key, each in found.items()}
    assert named == {"orders": 3, "payroll": 3, "photos": 1}
    assert {each.firms for each in found.values()} == {"給与計算は甲社"}
    none = by_key({T.PAYROLL, T.NONE_ENTRUSTED}, entrusted="")["payroll"]
    assert (none.said["entrusted_to"].value, none.firms) == ((), "")
    assert "entrusted_to" not in none.unsure


def test_names_are_taken_as_they_read_however_they_are_spaced() -> None:
    found = by_key(
        {T.ORDERS, T.CUSTOMERS_GIVEN, T.DELIVERY_FIRM},
        entrusted="\u3000配送は甲社 ",
        provided=" 甲大学、\u3000乙出版\n 、",
    )["orders"]
    assert found.firms == "配送は甲社"
    assert found.said["provided_to"].value == ("甲大学", "乙出版")


def test_how_one_thing_comes_in_says_nothing_of_another_under_the_same_question() -> None:
    found = by_key({T.CARDS, T.WEB_INQUIRY, T.CALLS})
    cards, inquiries = (found[each].said["acquired"] for each in ("cards", "inquiries"))
    assert (cards.value, cards.basis) == ((Way.WRITTEN,), Basis.ASSUMED)
    assert (inquiries.value, inquiries.basis) == ((Way.WEB, Way.SPOKEN), Basis.ANSWERED)


def test_what_nobody_knows_yet_is_to_be_confirmed() -> None:
    found = by_key({T.ORDERS, T.ENTRUSTED_UNKNOWN, T.GIVEN_UNKNOWN})["orders"]
    assert {"entrusted_to", "provided_to"} <= {*found.unsure}


def test_whom_customers_information_is_given_to_is_no_matter_of_workers() -> None:
    found = by_key({T.ORDERS, T.PAYROLL, T.CUSTOMERS_GIVEN}, provided="甲大学、乙出版")
    assert found["orders"].said["provided_to"].value == ("甲大学", "乙出版")
    assert found["payroll"].said["provided_to"].value == ()
    # Which goes to whom, only a person can say.
    assert "provided_to" in found["orders"].unsure


def test_what_was_named_besides_is_an_entry_each_once() -> None:
    found = by_key(
        {T.CONTACT, T.CABINET}, joining="体験申込票、アンケート、体験申込票", workers="誓約書"
    )
    assert [each.name for each in found.values()][1:] == ["体験申込票", "アンケート", "誓約書"]
    assert not found["joining-1"].office
    assert found["workers-1"].office
    assert {"items", "purposes", "keep_until", "sensitive"} <= {*found["joining-1"].unsure}
    assert found["joining-1"].said["acquired"].value == (Way.WRITTEN,)


def test_a_name_that_is_typical_is_proposed_once() -> None:
    assert len(by_key({T.CONTACT}, joining="申込書")) == 1


@pytest.mark.parametrize(
    ("question", "ticks", "wrong"),
    [
        (Q.ENTRUSTED, {T.NONE_ENTRUSTED}, False),
        (Q.ENTRUSTED, {T.NONE_ENTRUSTED, T.DELIVERY_FIRM}, True),
        (Q.ENTRUSTED, {T.DELIVERY_FIRM, T.NONE_GIVEN}, False),
        (Q.PROVIDED, {T.GIVEN_UNKNOWN, T.NONE_GIVEN}, True),
        (Q.PROVIDED, set(), False),
        *(
            (Q.ENTRUSTED, {each, T.PAYROLL_FIRM}, True)
            for each in (T.NONE_ENTRUSTED, T.ENTRUSTED_UNKNOWN)
        ),
        *(
            (Q.PROVIDED, {each, T.CUSTOMERS_GIVEN}, True)
            for each in (T.NONE_GIVEN, T.GIVEN_UNKNOWN)
        ),
    ],
)
def test_nobody_says_that_there_is_nothing_and_says_what(
    question: Question, ticks: set[Tick], wrong: bool
) -> None:
    assert contradicts(question, ticks) is wrong
