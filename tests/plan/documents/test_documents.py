"""Documents and kinds of records: kept apart, approved, and what of the guide they cover."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale, gettext

from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.kernel.lasting.spans import Span, Start
from pms_tracker.plan.documents import company_forms, covered_items
from pms_tracker.plan.documents.documents import DOCUMENTS
from pms_tracker.plan.documents.record_types import RECORD_TYPES
from pms_tracker.plan.rules.document_rules import DocumentKind
from pms_tracker.registers import entries
from pms_tracker.web.pictures import papers
from tests.cast import TODAY, UNIT_IDS, viewer
from tests.do import test_risks

RULE: dict[str, Any] = {
    "code": "規程-01",
    "title": "個人情報取扱規程",
    "kind": DocumentKind.RULE,
    "issue": "第1版",
    "valid_on": TODAY,
    "items": ("J.9",),
}
FORM: dict[str, Any] = {
    **RULE,
    "code": "様式-01",
    "title": "点検表",
    "kind": DocumentKind.FORM,
    "items": ("J.9.2",),
}
KEPT: dict[str, Any] = {
    "name": "点検の記録",
    "unit_id": UNIT_IDS["本部"],
    "place": "書庫",
    "keep_until": Span(start=Start.YEAR_END, length=3),
    "items": ("J.9.2",),
}


def entered(register: Any, values: dict[str, Any], *, approved: bool = True) -> Any:
    row = entries.enter(register, values, by=viewer("privacy_manager"))
    if approved:
        test_risks.hand_in(row, "privacy_manager", register)
        test_risks.approve(row, "representative", register)
    return row


def test_the_guide_is_covered_by_what_is_in_force(app: Flask) -> None:
    entered(DOCUMENTS, RULE)
    form = entered(DOCUMENTS, FORM)
    entered(DOCUMENTS, {**RULE, "code": "規程-02", "items": ("J.11",)}, approved=False)
    entered(RECORD_TYPES, {**KEPT, "forms": (DOCUMENTS.name_of(form),)})
    found = {each.number: each for each in covered_items.table([("台帳", ["J.3.1.1"])])}
    line = found["J.9.2"]
    assert (line.rules, line.forms, line.records) == (
        ("規程-01 個人情報取扱規程",),
        ("様式-01 点検表",),
        ("点検の記録",),
    )
    assert (found["J.9.4"].forms, found["J.11"].is_covered) == ((), False)
    assert found["J.3.1.1"].registers == ("台帳",)


def test_a_form_is_under_a_rule_that_is_there(app: Flask) -> None:
    form = entered(DOCUMENTS, {**FORM, "under": "規程-01"}, approved=False)
    # Another form of that number is no rule.
    entered(DOCUMENTS, {**FORM, "code": "規程-01"}, approved=False)
    with pytest.raises(BadInput, match="entry_refused"):
        test_risks.hand_in(form, "privacy_manager", DOCUMENTS)
    # They may be handed in together.
    entered(DOCUMENTS, {**RULE, "valid_on": TODAY - timedelta(days=1)}, approved=False)
    test_risks.hand_in(form, "privacy_manager", DOCUMENTS)
    test_risks.approve(form, "representative", DOCUMENTS)


def test_a_form_in_force_has_the_number_and_edition_of_the_company(app: Flask) -> None:
    entered(DOCUMENTS, {**FORM, "title": "監査報告書"}, approved=False)
    entered(DOCUMENTS, {**RULE, "code": "規程-02", "title": "監査報告書"})
    assert company_forms.of(["監査報告書"]) is None
    entered(DOCUMENTS, {**FORM, "code": "様式-08", "title": "監査報告書"})
    entered(DOCUMENTS, {**FORM, "code": "様式-09", "title": "監査報告書", "issue": "第2版"})
    assert company_forms.of(["監査報告書"]) == company_forms.CompanyForm("様式-09", "第2版")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_papers_bear_the_number_of_the_companys_own_form(app: Flask, language: str) -> None:
    entered(DOCUMENTS, {**FORM, "code": "様式-08", "title": "監査報告書"})
    with app.test_request_context(), force_locale(language):
        assert papers.form(gettext("監査報告書")) == "様式-08 第1版"
        ours = papers.form(gettext("是正処置報告書"))
        assert ours.startswith("様式 PMS-" if language == "ja" else "Form PMS-")


def test_a_number_is_given_once_and_a_text_is_that_of_a_policy(app: Flask) -> None:
    entered(DOCUMENTS, RULE, approved=False)
    with pytest.raises(RuleBroken):
        entered(DOCUMENTS, {**FORM, "code": "規程-01"}, approved=False)
    with pytest.raises(BadInput):
        entered(DOCUMENTS, {**FORM, "text_of": ("AU-2026-001",)}, approved=False)
    made = {"made_on": TODAY, "valid_on": TODAY - timedelta(days=1)}
    with pytest.raises(BadInput):
        entered(DOCUMENTS, {**FORM, **made}, approved=False)
    entered(DOCUMENTS, {**FORM, "text_of": ("POL-001",)}, approved=False)


def test_records_are_kept_until_the_next_renewal_is_over(app: Flask) -> None:
    with pytest.raises(BadInput):
        entered(RECORD_TYPES, {**KEPT, "keep_until": Span(length=2)}, approved=False)
