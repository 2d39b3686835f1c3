"""Forms: what was typed stays, what is wrong is said beside it, and no typed text breaks one."""

import time
from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings, strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form as AnyForm, IntegerField
from wtforms.fields.core import UnboundField
from wtforms.validators import NumberRange, Optional

from pms_tracker.kernel.errors import BadInput, NotAllowed, Refusal, RuleBroken, Stale
from pms_tracker.web.forms.shared_forms import (
    DayField,
    Form,
    LineField,
    LongField,
    NumberField,
    PickField,
    VersionField,
    refused_into,
)
from pms_tracker.web.refusals.sentences import sentence

pytestmark = pytest.mark.parametrize("served", ["sqlite"], indirect=True)


class Sample(Form):
    """One field of each kind."""

    class Meta:
        csrf = False

    version = VersionField()
    line = LineField("題名", "題名を入力してください。", longest=10)
    free = LineField("よみ", longest=10)
    long = LongField("本文", "本文を入力してください。", longest=20)
    day = DayField("期限", "期限を入力してください。")
    free_day = DayField("実施日")
    pick = PickField("責任者", "責任者を選んでください。")
    free_pick = PickField("もう1人")
    number = NumberField("時刻", validators=[Optional(), NumberRange(0, 23, "0から23までです。")])


RIGHT = {"version": "3", "line": "題名", "long": "本文", "day": "R8.12.1", "pick": "2"}


def filled(**typed: str) -> Sample:
    form = Sample(formdata=MultiDict({**RIGHT, **typed}))
    for field in (form.pick, form.free_pick):
        field.offer([(2, "原 大地"), (3, "髙山 由紀")])
    return form


def problems(**typed: str) -> Mapping[str, list[str]]:
    form = filled(**typed)
    form.validate()
    return {name: [str(each) for each in errors] for name, errors in form.errors.items()}


def test_what_is_right_is_taken_as_values(app: Flask) -> None:
    form = filled(free_day="２０２６/１１/２４", free_pick="3", free="")
    assert form.validate()
    assert form.version.number == 3
    assert form.day.chosen == date(2026, 12, 1)
    assert (form.free_day.data, form.pick.data, form.free_pick.data) == (date(2026, 11, 24), 2, 3)


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("line", "", "題名を入力してください。"),
        ("line", " 　", "題名を入力してください。"),
        ("line", "あ" * 11, "10文字までで入力してください（いま11文字）。"),
        ("line", "一\n二", "改行や制御文字は使えません。1行で入力してください。"),
        ("line", "一\r二", "改行や制御文字は使えません。1行で入力してください。"),
        ("line", "一\x7f", "改行や制御文字は使えません。1行で入力してください。"),
        ("number", "24", "0から23までです。"),
        ("number", "9" * 400, "0から23までです。"),
        ("number", "-" + "9" * 400, "0から23までです。"),
        ("free", "\x00", "改行や制御文字は使えません。1行で入力してください。"),
        ("long", "\r\n", "本文を入力してください。"),
        ("long", "\x00", "本文を入力してください。"),
        ("long", "あ" * 21, "20文字までで入力してください（いま21文字）。"),
        ("day", "", "期限を入力してください。"),
        ("day", "令和8年11月31日", "11月は30日までです。1〜30日で入力してください。"),
        ("day", "2026-02-29", "2月は28日までです。1〜28日で入力してください。"),
        (
            "day",
            "令和元年4月30日",
            "令和は2019年5月1日(水)からです。年号か西暦を確かめてください。",
        ),
        *(
            ("day", typed, "1873年から2999年までの日付を入力してください。")
            for typed in ("9999-12-31", "0000-00-00", "３０００年１月１日", "令和九千年1月1日")
        ),
        ("day", "明日", "日付として読み取れません。例：2026/11/24、令和8年11月24日、R8.11.24"),
        (
            "free_day",
            "13/45",
            "日付として読み取れません。例：2026/11/24、令和8年11月24日、R8.11.24",
        ),
        ("pick", "", "責任者を選んでください。"),
        ("pick", "4", "一覧から選んでください。"),
        ("free_pick", "4", "一覧から選んでください。"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    app: Flask, name: str, typed: str, told: str
) -> None:
    assert problems(**{name: typed}) == {name: [told]}


def test_the_longest_that_is_allowed_is_taken_however_it_is_counted(app: Flask) -> None:
    # An emoji and 𠮷 are one character each; a line break is one, whatever the browser sends.
    assert problems(line="𠮷" * 10, long="😀" * 18 + "\r\n" + "あ") == {}


@pytest.mark.parametrize("piece", ["ﷺ", "令和", "1", " 1"])
def test_what_is_too_long_is_looked_at_no_further(app: Flask, piece: str) -> None:
    long = piece * 200_000
    began = time.perf_counter()
    found = problems(line=long, long=long, day=long, free_day=long)
    assert time.perf_counter() - began < 1
    assert set(found) == {"line", "long", "day", "free_day"}
    assert all(len(each) == 1 for each in found.values())


def test_a_day_is_shown_again_as_it_was_typed(app: Flask) -> None:
    form = filled(day="令和8年11月31日")
    form.validate()
    assert 'value="令和8年11月31日"' in str(form.day())
    assert 'value="2026/12/01"' in str(Sample(formdata=None, day=date(2026, 12, 1)).day())
    with pytest.raises(TypeError, match="day"):
        assert form.day.chosen


def test_typed_markup_is_shown_as_text(app: Flask) -> None:
    form = filled(line='"><script>', long="</textarea><script>", day='"><script>')
    form.validate()
    assert all("<script>" not in str(field()) for field in (form.line, form.long, form.day))


@pytest.mark.parametrize(
    ("version", "number"), [("7", 7), ("７", 7), ("x", -1), ("-7", -1), ("7.0", -1), (" ", -1)]
)
def test_a_version_that_is_no_number_is_no_version_of_anything(
    app: Flask, version: str, number: int
) -> None:
    assert filled(version=version).version.number == number


def test_a_version_must_be_there_and_short(app: Flask) -> None:
    assert "version" in problems(version="")
    assert "version" in problems(version="1" * 10)


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (RuleBroken("reason_needed"), 409),
        (Stale("record_changed", reference="F-1"), 409),
        (BadInput("evidence_needed"), 400),
    ],
)
def test_a_broken_rule_becomes_the_forms_own_words(
    app: Flask, refusal: Refusal, status: int
) -> None:
    form = filled()
    with refused_into(form):
        raise refusal
    assert form.status == status
    assert form.form_errors == [sentence(refusal)]
    assert form.form_errors[0].endswith("ください。")


def test_what_somebody_may_not_do_is_no_matter_of_the_form(app: Flask) -> None:
    with pytest.raises(NotAllowed), refused_into(filled()):
        raise NotAllowed("head_only")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.dictionaries(st.sampled_from([*RIGHT, "free", "free_day", "free_pick"]), st.text()))
def test_no_typed_text_breaks_a_form_or_its_page(app: Flask, typed: dict[str, str]) -> None:
    form = filled(**typed)
    form.validate()
    assert all(str(field()) for field in form)
    assert isinstance(form.version.number, int)


def test_in_english_a_field_shows_and_takes_a_day_as_english_writes_it(app: Flask) -> None:
    class Asking(Form):
        day = DayField("Day")

    with app.test_request_context(
        method="POST", data={"day": "Nov 27, 2026"}, headers={"Accept-Language": "en"}
    ):
        form = Asking(meta={"csrf": False})
        assert form.validate_on_submit()
        assert form.day.data == date(2026, 11, 27)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert 'value="27 Nov 2026"' in str(Asking(day=date(2026, 11, 27)).day())


def every_form(base: type[AnyForm] = AnyForm) -> Iterator[type[AnyForm]]:
    for each in base.__subclasses__():
        yield each
        yield from every_form(each)


def test_every_number_that_is_asked_for_may_have_any_number_of_digits(app: Flask) -> None:
    asked = [
        (each.__name__, name, field.field_class)
        for each in every_form()
        for name, field in vars(each).items()
        if isinstance(field, UnboundField) and issubclass(field.field_class, IntegerField)
    ]
    assert len(asked) > 10
    assert [each for each in asked if each[-1] is not NumberField] == []
