"""Spans are read however offices write them, and what is no span is kept as it is."""

from time import process_time

import pytest
from hypothesis import given, strategies as st

from pms_tracker.kernel.lasting.span_words import SpanNotRead, read_or_guess, read_span
from pms_tracker.kernel.lasting.spans import MOST, Span, SpanKind, Start, Unit, from_kept


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("契約終了後5年", "contract_end+5year"), ("契約終了後、５年間保管", "contract_end+5year"),
        ("5年（契約終了後）", "contract_end+5year"), ("契約満了より5年", "contract_end+5year"),
        ("契約終了日の翌日から起算して5年", "contract_end+5year"),
        ("契約終了後5年経過後、速やかに廃棄", "contract_end+5year"),
        ("卒業後5年を経過した日", "withdrawal+5year"), ("契約終了後3ケ年", "contract_end+3year"),
        ("契約終了後5年※1", "contract_end+5year"), ("契約終了まで", "contract_end+0year"),
        ("契約終了後速やかに廃棄", "contract_end+0year"), ("契約期間中", "contract_end+0year"),
        ("退職後３年", "retirement+3year"), ("退職の日から3年", "retirement+3year"),
        ("在職中", "retirement+0year"), ("退会後1年", "withdrawal+1year"),
        ("在籍中及び退会後1年", "withdrawal+1year"), ("退会・卒業から1年", "withdrawal+1year"),
        ("卒業後 1年", "withdrawal+1year"), ("最終取引後五年", "last_deal+5year"),
        ("年度末から7年", "year_end+7year"), ("当該年度末まで", "year_end+0year"),
        ("支払完了後10年（会社法432条）", "paid+10year(会社法432条)"),
        ("不採用決定後３か月", "not_hired+3month"), ("選考終了後6ヶ月", "not_hired+6month"),
        ("1年", "acquired+1year"), ("5年間", "acquired+5year"), ("取得から1年", "acquired+1year"),
        ("半年", "acquired+6month"), ("1年6か月", "acquired+18month"), ("十年", "acquired+10year"),
        ("2週間", "acquired+14day"), ("９０日", "acquired+90day"), ("3月間", "acquired+3month"),
        ("7年（法人税法）", "acquired+7year(法人税法)"), ("法定7年", "acquired+7year(法定)"),
        ("退職後7年(労基法109条（時効）)", "retirement+7year(労基法109条（時効）)"),
        ("永年", "forever"), ("永久保存", "forever"), ("無期限", "forever"),
        ("永年（創業の記録）", "forever(創業の記録)"), ("都度", "as_needed"), ("随時", "as_needed"),
        ("利用目的達成まで", "purpose"), ("利用目的の達成後速やかに廃棄", "purpose"),
        ("5 years after end of contract", "contract_end+5year"), ("Permanent", "forever"),
        ("until end of contract", "contract_end+0year"), ("As needed", "as_needed"),
        ("契約期間中＋5年", "contract_end+5year"), ("契約期間中及び5年", "contract_end+5year"),
        ("契約期間＋5年", "contract_end+5year"), ("契約期間中、その後5年", "contract_end+5year"),
        ("在職中＋3年", "retirement+3year"), ("在職中及び退職後3年", "retirement+3year"),
        ("在籍中と6か月", "withdrawal+6month"), ("契約期間中及び作成後5年", "acquired+5year"),
        ("契約期間満了後5年", "contract_end+5year"),
        ("契約期間中＋法定7年", "contract_end+7year(法定)"),
        ("満5年", "acquired+5year"), ("1年半", "acquired+18month"), ("翌年度末", "year_end+1year"),
        ("法定期間（7年）", "acquired+7year(法定期間)"), ("申込日から1年", "acquired+1year"),
        ("最終診療日から5年", "last_deal+5year"), ("退職するまで", "retirement+0year"),
        ("契約が終わって10年", "contract_end+10year"), ("退会して3年", "withdrawal+3year"),
        ("登録中", "withdrawal+0year"), ("利用期間中", "contract_end+0year"),
        ("不要になり次第", "purpose"), ("用済み後速やかに破棄", "purpose"),
        ("必要がなくなった時点", "purpose"), ("不採用決定後直ちに返却", "not_hired+0year"),
        ("任期満了まで", "retirement+0year"), ("工事完了後5年", "contract_end+5year"),
        ("当該年度終了後1年", "year_end+1year"), ("半永久的", "forever"),
        ("労働基準法により5年", "acquired+5year(労働基準法により)"),
        ("税法による（7年）", "acquired+7year(税法による)"),
    ],
)  # fmt: skip
def test_a_span_is_read_however_it_is_written(text: str, code: str) -> None:
    assert read_span(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("約5年", "acquired+5year"), ("3年以上", "acquired+3year"), ("3月", "acquired+3month"),
        ("原則として退職後3年", "retirement+3year"), ("検討中", "検討中"),
        ("規程による", "規程による"), ("定めなし", "定めなし"), ("特になし", "特になし"),
        ("期限の定めなし", "期限の定めなし"), ("期限なし", "期限なし"),
        ("在職中＋検討中", "在職中＋検討中"), ("3日半", "3日半"),
        ("十十年", "十十年"), ("保存 期間", "保存 期間"),
        ("3年（給与は7年）", "acquired+3year(給与は7年)"),
        ("管理契約終了後10年", "contract_end+10year"), ("最終来館から2年", "last_deal+2year"),
        ("配送完了後1年", "contract_end+1year"), ("終了後3年", "contract_end+3year"),
        ("イベント終了まで", "contract_end+0year"), ("受講修了後3年", "withdrawal+3year"),
        ("集計後破棄", "purpose"), ("保存年限5年", "acquired+5year"),
        ("入社後3年", "入社後3年"), ("発送後1か月", "発送後1か月"), ("更新まで", "更新まで"),
    ],
)  # fmt: skip
def test_what_is_not_said_for_sure_is_a_guess(text: str, code: str) -> None:
    span, sure = read_or_guess(text)
    assert (span.code, sure) == (code, False)
    with pytest.raises(SpanNotRead):
        read_span(text)


@pytest.mark.parametrize("head", ["退職", "退職後", "退職後5年", "5年"])
@pytest.mark.parametrize("words", ["してから", "起算して", "経過後", "すぐに", "即時に", "の都度"])
def test_words_that_repeat_are_given_up_at_once(head: str, words: str) -> None:
    begun = process_time()
    span, sure = read_or_guess(f"{head}{words * 40}。か")
    assert (span.kind, sure) == (SpanKind.UNREAD, False)
    assert process_time() - begun < 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("解約・満期後5年", "contract_end+5year"), ("クレーム解決後5年", "contract_end+5year"),
        ("引渡しの都度", "as_needed"), ("卒業または内定後1年", "卒業または内定後1年"),
    ],
)  # fmt: skip
def test_events_that_no_list_has_are_told_by_what_they_end_with(text: str, code: str) -> None:
    span, sure = read_or_guess(text)
    assert (span.code, sure) == (code, False)


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


@given(SPANS)
def test_a_span_is_kept_and_coded_without_loss(span: Span) -> None:
    assert from_kept(span.kept()) == span
    assert read_span(span.code) == span


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    span, sure = read_or_guess(text)
    assert sure is (span.kind is not SpanKind.UNREAD) or not sure
