"""A step of a record: one transaction, and a word only once it was committed."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, get_flashed_messages
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, Refusal, RuleBroken
from pms_tracker.people.tables.people_tables import Unit, UnitKind
from pms_tracker.web.forms.shared_forms import Form, LineField
from pms_tracker.web.record.steps import Done, pressed, step

pytestmark = pytest.mark.parametrize("served", ["sqlite"], indirect=True)

NAME = "湖西教室"


class NameForm(Form):
    """The name of a unit."""

    class Meta:
        csrf = False

    name = LineField("名前", "名前を入力してください。")


def again(form: NameForm, place: str) -> tuple[str, int]:
    return f"{place}: {form.name.data} {form.form_errors} {form.name.errors}", form.status


def taken(refusal: Refusal | None = None) -> Callable[[NameForm, str], Done]:
    """A step that adds a unit and is then refused, if it is."""

    def act(form: NameForm, place: str) -> Done:
        session.add(Unit(name=form.name.data, kind=UnitKind.SITE))
        session.flush()
        if refusal is not None:
            raise refusal
        return Done("加えました。", f"/{place}")

    return act


def sent(
    app: Flask, act: Callable[[NameForm, str], Done], name: str, **how: Any
) -> tuple[Any, list[str], bool]:
    """What the page answers, and what it said on the way."""
    page = step(NameForm, again, **how)(act)
    with app.test_request_context("/", method="POST", data={"name": name}):
        answer = page(place="here")
        said = get_flashed_messages()
        there = session.scalar(select(Unit.id).where(Unit.name == NAME)) is not None
    return answer, said, there


def test_a_step_is_committed_told_and_led_on(app: Flask) -> None:
    answer, said, there = sent(app, taken(), NAME)
    assert (answer.status_code, answer.location) == (302, "/here")
    assert (said, there) == (["加えました。"], True)


@pytest.mark.parametrize(
    ("refusal", "status"), [(RuleBroken("reason_needed"), 409), (BadInput("file_needed"), 400)]
)
def test_a_refused_step_changes_and_says_nothing_and_keeps_what_was_typed(
    app: Flask, refusal: Refusal, status: int
) -> None:
    (html, code), said, there = sent(app, taken(refusal), NAME)
    assert code == status
    assert html.startswith(f"here: {NAME} [")
    assert (said, there) == ([], False)


def test_a_refusal_is_said_at_its_field_where_it_has_one(app: Flask) -> None:
    refused = taken(RuleBroken("reason_needed"))
    (html, _code), _said, _there = sent(app, refused, NAME, beside={"reason_needed": "name"})
    assert f"here: {NAME} [] [" in html


def test_a_form_that_is_not_right_is_no_step(app: Flask) -> None:
    (html, code), said, there = sent(app, taken(), " ")
    assert code == 400
    assert "名前を入力してください。" in html
    assert (said, there) == ([], False)


def test_what_somebody_may_not_do_is_no_matter_of_the_form(app: Flask) -> None:
    with pytest.raises(NotAllowed):
        sent(app, taken(NotAllowed("head_only")), NAME)


def test_choices_are_set_before_the_form_is_read(app: Flask) -> None:
    heard = []
    sent(app, taken(), NAME, offer=lambda form, place: heard.append((form.name.data, place)))
    assert heard == [(NAME, "here")]


def test_a_form_that_asks_for_rows_is_shown_with_them_and_taken_by_nobody(app: Flask) -> None:
    page = step(NameForm, again, rows=True)(taken())
    for do, status, is_there in (("more", 200, False), ("", 302, True)):
        with app.test_request_context("/", method="POST", data={"name": NAME, "do": do}):
            answer = app.make_response(page(place="here"))
            assert answer.status_code == status, do
            there = session.scalar(select(Unit.id).where(Unit.name == NAME)) is not None
            assert there is is_there, do


def test_a_button_is_one_transaction_and_says_nothing_where_it_was_refused(app: Flask) -> None:
    @pressed()
    def press(refusal: Refusal | None) -> Done:
        session.add(Unit(name=NAME, kind=UnitKind.SITE))
        session.flush()
        if refusal is not None:
            raise refusal
        return Done("", "/there")

    with app.test_request_context("/", method="POST"):
        with pytest.raises(RuleBroken):
            press(RuleBroken("reason_needed"))
        assert session.scalar(select(Unit.id).where(Unit.name == NAME)) is None
        assert press(None).status_code == 302
        assert get_flashed_messages() == []
        assert session.scalar(select(Unit.id).where(Unit.name == NAME)) is not None
