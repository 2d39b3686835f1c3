"""Several choices, spans and classes of size: read, guessed, kept, and written as they are read."""

from datetime import date
from types import SimpleNamespace

import pytest
from flask_babel import force_locale
from hypothesis import given, strategies as st

from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.ledger.ledger_rules import Disposal, Medium, Size, Subject, Way
from pms_tracker.kernel.errors import BadInput, Refusal
from pms_tracker.kernel.lasting.spans import MOST, Span, SpanKind, Start, Unit
from pms_tracker.registers.fields import Facts, Field
from pms_tracker.registers.known_words import Guess
from pms_tracker.web.words.register_words import said, spelled
from tests.house.quiet_app import quiet_app

ACQUIRED, COUNT, DISPOSAL = map(LEDGER.field, ("acquired", "count", "disposal"))
ENTRUSTED, SENSITIVE = map(LEDGER.field, ("entrusted_to", "sensitive"))
KEPT, MEDIUM, SUBJECTS = map(LEDGER.field, ("keep_until", "medium", "subjects"))
FACTS = Facts(date(2026, 11, 24))
BOTH = (Medium.PAPER, Medium.ELECTRONIC)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (MEDIUM, "紙", (Medium.PAPER,)), (MEDIUM, "電子・紙", BOTH), (MEDIUM, "紙、電子", BOTH),
        (MEDIUM, "紙\n電子データ", BOTH), (MEDIUM, "■紙　□電子", (Medium.PAPER,)),
        (MEDIUM, "paper、electronic", BOTH),
        (MEDIUM, "紙及びサーバー", BOTH), (MEDIUM, "紙＋データ", BOTH), (MEDIUM, "USB", BOTH[1:]),
        (DISPOSAL, "シュレッダー・データ消去", (Disposal.SHREDDED, Disposal.ERASED)),
        (DISPOSAL, "返却または裁断", (Disposal.SHREDDED, Disposal.RETURNED)),
        (SUBJECTS, "利用者・家族", (Subject.CUSTOMER, Subject.FAMILY)),
        (SUBJECTS, "利用者家族", (Subject.FAMILY,)),
        (ACQUIRED, "申込用紙、受託", (Way.WRITTEN, Way.CLIENT)),
        (ACQUIRED, "口頭・電話", (Way.SPOKEN,)), (ACQUIRED, "書面／Ｗｅｂ", (Way.WRITTEN, Way.WEB)),
        (DISPOSAL, "シュレッダー／溶解処理", (Disposal.DISSOLVED, Disposal.SHREDDED)),
        (COUNT, "100件以下", Size.TO_100), (COUNT, "１，２００", Size.TO_5000),
        (COUNT, "5,001名", Size.MORE), (COUNT, "0", Size.TO_100),
        (COUNT, "2万件", Size.MORE), (COUNT, "1.5万件", Size.MORE), (COUNT, "3千件", Size.TO_5000),
        (COUNT, "１万５千人", Size.MORE), (COUNT, "0万3千件", Size.TO_5000),
        (COUNT, "200～300名", Size.TO_1000), (COUNT, "5000超", Size.MORE),
    ],
)  # fmt: skip
def test_a_cell_is_read_however_it_is_written(field: Field, text: str, value: object) -> None:
    assert field.read(text, FACTS) == value


@pytest.mark.parametrize(
    ("field", "text", "guess"),
    [
        (SUBJECTS, "お得意先、生徒", Guess((Subject.PUPIL, Subject.OTHER), "choice_like")),
        (ACQUIRED, "本人から書面（郵送）", Guess((Way.WRITTEN,), "choice_like")),
        (MEDIUM, "石板", None), (MEDIUM, "紙（原本のみ）", Guess(BOTH[:1], "choice_like")),
        (ACQUIRED, "書面以外", None), (DISPOSAL, "返却しない", None),
        (ACQUIRED, "患者", Guess((Way.WRITTEN,), "choice_like")),
        (ACQUIRED, "応募者本人より受領", Guess((Way.WRITTEN,), "choice_like")),
        (ACQUIRED, "利用者から電話", Guess((Way.SPOKEN,), "choice_like")),
        (ACQUIRED, "保護者が記入", Guess((Way.WRITTEN,), "choice_like")),
        (ACQUIRED, "非公開", None), (ACQUIRED, "紹介", Guess((Way.THIRD_PARTY,), "choice_like")),
        (ACQUIRED, "書面（郵送）及び対面", Guess((Way.WRITTEN, Way.SPOKEN), "choice_like")),
        (ACQUIRED, "本人から電話", Guess((Way.SPOKEN,), "choice_like")),
        (ACQUIRED, "お客様から", Guess((Way.WRITTEN,), "choice_like")),
        (ACQUIRED, "会員様より", Guess((Way.WRITTEN,), "choice_like")),
        (ACQUIRED, "家族から電話", Guess((Way.THIRD_PARTY,), "choice_like")),
        (ACQUIRED, "行政書士より", Guess((Way.THIRD_PARTY,), "choice_like")),
        (ACQUIRED, "間接取得（委託元）", Guess((Way.CLIENT,), "choice_like")),
        (ACQUIRED, "電話、チラシ", Guess((Way.SPOKEN,), "choice_like", lost=True)),
        (DISPOSAL, "廃棄業者へ引き渡し", Guess((Disposal.ENTRUSTED,), "choice_like")),
        (KEPT, "約5年", Guess(Span(length=5), "period_about")),
        (KEPT, "検討中", Guess(Span(SpanKind.UNREAD, words="検討中"), "period_unread")),
        (COUNT, "約3,000件", Guess(Size.TO_5000, "number_about")),
        (COUNT, "5千人以上", Guess(Size.MORE, "number_about")),
        (COUNT, "100～200名", Guess(Size.TO_1000, "number_about")),
        (COUNT, "1,000件未満", Guess(Size.TO_1000, "number_about")),
        (COUNT, "500件(2024/4)", Guess(Size.TO_1000, "number_about")),
        (COUNT, "顧客500件", Guess(Size.TO_1000, "number_about")),
        (COUNT, "月150枚", Guess(Size.TO_1000, "number_about")),
        (COUNT, "多数", None), (COUNT, "段ボール3箱", None), (COUNT, "2冊", None),
        (SENSITIVE, "健診結果あり", Guess(True, "choice_like", lost=True)),
        (SENSITIVE, "一部含む", Guess(True, "choice_like", lost=True)),
        (SENSITIVE, "病歴", Guess(True, "choice_like", lost=True)),
        (SENSITIVE, "わからない", None), (SENSITIVE, "一般", None), (SENSITIVE, "未確認", None),
    ],
)  # fmt: skip
def test_what_is_not_read_is_guessed_with_a_reason(
    field: Field, text: str, guess: Guess | None
) -> None:
    with pytest.raises(BadInput):
        field.read(text, FACTS)
    assert field.guess(text, FACTS) == guess


@pytest.mark.parametrize("text", ["必要に応じて", "自社", "検討中", "原則なし"])
def test_words_that_stand_for_a_name_name_nobody(text: str) -> None:
    assert ENTRUSTED.marked(text, FACTS) == Guess((), "mark_alone", lost=True)
    assert ENTRUSTED.marked("しない", FACTS) == Guess((), "")


SPANS = st.one_of(
    st.builds(
        Span,
        start=st.sampled_from(Start),
        length=st.integers(0, MOST),
        unit=st.sampled_from(Unit),
        ground=st.sampled_from(["", "法人税法", "会社法432条（帳簿）"]),
    ),
    st.builds(Span, st.sampled_from([SpanKind.FOREVER, SpanKind.AS_NEEDED, SpanKind.PURPOSE])),
)


@pytest.mark.parametrize("language", ["ja", "en"])
@given(span=SPANS)
def test_a_span_is_written_as_it_is_read(language: str, span: Span) -> None:
    row = SimpleNamespace(facts={})
    KEPT.put(row, span)
    assert KEPT.of(row) == span
    with quiet_app().test_request_context(), force_locale(language):
        assert KEPT.read(said(KEPT, span), FACTS) == KEPT.tidy(span)
    assert KEPT.read(KEPT.written(span), FACTS) == span


@pytest.mark.parametrize("field", [SUBJECTS, ACQUIRED, MEDIUM, DISPOSAL])
def test_choices_are_written_as_they_are_read(field: Field) -> None:
    row = SimpleNamespace(facts={})
    for value in ((), tuple(field.members)[:1], tuple(field.members)):  # type: ignore[attr-defined]
        field.put(row, value)
        assert field.of(row) == value
        if value:
            with quiet_app().test_request_context():
                assert field.read(said(field, value), Facts(FACTS.today, spelled=spelled)) == value
            assert field.read(field.written(value), FACTS) == value


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        (KEPT, Span(length=MOST + 1), "entry_number"),
        (KEPT, Span(ground="長" * 201), "entry_too_long"),
        (MEDIUM, ("stone",), "entry_choice"),
    ],
)
def test_a_value_is_taken_up_to_its_limits(field: Field, value: object, key: str) -> None:
    with pytest.raises(Refusal, match=key):
        field.check(value, FACTS)
