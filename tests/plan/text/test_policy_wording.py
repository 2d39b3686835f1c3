"""Slips of the pen and preferred terms: as important as what is found is what is not."""

import pytest

from pms_tracker.plan.text.checks.policy_rows import mixed_names
from pms_tracker.plan.text.checks.policy_wording import preferred_terms, slips, unclosed_bracket
from tests.plan.text.checking import reading, said


@pytest.mark.parametrize(
    ("words", "quote", "meant"),
    [
        ("措置を講じていす。", "講じていす", "講じています"),
        ("適切に行いす。", "行いす", "行います"),
        ("記録を残しまし。", "残しまし", "残しました"),
        ("応じかねませ。", "応じかねませ", "応じかねません"),
        ("申出をを受けます。", "申出をを", "申出を"),
        ("担当者がが確認します。", "担当者がが", "担当者が"),
        ("国にに報告します。", "国にに", "国に"),
        ("当社のの責任です。", "当社のの", "当社の"),
        ("個人情報情報を守ります。", "個人情報情報", "個人情報"),
        ("データデータを守ります。", "データデータ", "データ"),
        ("守ります。。", "守ります。。", "守ります。"),
        ("法令を尊守します。", "尊守", "遵守"),
        ("目的意外に使いません。", "目的意外", "目的以外"),
        ("適性な管理を行います。", "適性", "適正"),
        ("次のとうり扱います。", "次のとうり", "次のとおり"),
        ("サービスを提供のするため使います。", "提供のする", "提供する"),
        ("適正に取得するします。", "するします", "します"),
        ("通知いたしします。", "いたしします", "いたします"),
        ("利用目的をの特定します。", "利用目的をの", "利用目的の"),
        ("請求にの応じます。", "請求にの", "請求に"),
        ("個人情報個人情報を守ります。", "個人情報個人情報", "個人情報"),
        ("減失を防ぎます。", "減失", "滅失"),
        ("本人よりから受けます。", "本人よりから", "本人から"),
        ("規程ににより行います。", "規程にに", "規程に"),
        ("個人データに対してに対して定めます。", "に対してに対して", "に対して"),
        ("個人情報保護方針保護管理者を置きます。", "情報保護方針", "情報保護"),
        ("個人情報保護方針法を守ります。", "情報保護方針", "情報保護"),
        ("株式当社は守ります。", "株式当社", "当社"),
        ("従業者者に教育します。", "従業者者", "従業者"),
        ("委託先先を監督します。", "委託先先", "委託先"),
        ("手続を規程する文書です。", "規程", "規定"),
        ("当社は当社は守ります。", "当社は当社は", "当社は"),
        ("措置を講じていまます。", "講じていまます", "講じています"),
        ("措置を講じるものとすする。", "ものとすする", "ものとする"),
        ("本人の利用目目的を示します。", "利用目目", "利用目"),
        ("個人情報の安全管管理に努めます。", "安全管管", "安全管"),
        ("本人とと協力します。", "本人とと", "本人と"),
        ("次のとおり取り扱いにいたします。", "取り扱いに", "取り扱い"),
        ("第3者に渡しません。", "第3者", "第三者"),
        ("We keep the the data of members.", "the the", "the"),
    ],
)
def test_a_slip_is_quoted_with_what_was_meant(words: str, quote: str, meant: str) -> None:
    (found,) = slips(reading(f"1. {words}"))
    assert (found.quote in words, quote in found.quote) == (True, True)
    assert found.suggestion.endswith(meant)


@pytest.mark.parametrize(
    "words",
    [
        "次のもののうち、必要なものに限ります。",
        "本人とともに確かめ、子どもも対象とします。",
        "保管管理の手順と、権利利益の保護を定めます。",
        "記録をそのままする場合を除きます。",
        "We know that that is hard, and had had no leak in in-house use.",
        "この後の手続を定めることとします。",
        "お知らせすることでできるようにします。",
        "そののち、書面でお送りします。",
        "ますます大切になっています。",
        "個人個人のご事情や、一人一人のご希望を伺います。",
        "ご了承くださいませ。",
        "椅子に座っています。",
        "計画のあらまし。",
        "株式会社会社案内の送付",
        "会社会社休日を除く。",
        "適性検査の結果を取得します。",
        "目的以外に使いません。",
        "記録を示す。期限を増す。",
        "年々見直し、日々確かめます。",
        "以下、当社という。",
        "当社社員と当社社長が、個人情報保護方針に従います。",
        "なにによらず、ご相談ください。",
        "個人情報保護方針の管理は、委託先が行います。",
        "規程に従います。",
        "……。",
    ],
)
def test_right_words_are_left_alone(words: str) -> None:
    assert said(slips, f"1. {words}") == []


def test_a_bracket_that_never_closes_is_quoted_from_where_it_opens() -> None:
    body = "1. 記録(台帳を含む。を残します。\n2. 「台帳」を置きます。"
    assert said(unclosed_bracket, body) == [("1", "(台帳を含む。を残します。"[:12], "likely")]


@pytest.mark.parametrize(
    "body",
    [
        "1. 記録(台帳(写しを含む。)を含む。)を残します。",
        "1) あ\n2) い(う)",
        "1. 記録(次のものをいう。\n(1)台帳\n(2)名簿)を残します。",
    ],
)
def test_brackets_that_close_are_left_alone(body: str) -> None:
    assert said(unclosed_bracket, body) == []


@pytest.mark.parametrize(
    ("words", "quote", "suggestion"),
    [
        ("是正措置を行います。", "是正措置", "是正処置"),
        ("社内規定に基づきます。", "社内規定", "社内規程"),
        ("従業員に周知します。", "従業員", "従業者"),
        ("漏洩を防ぎます。", "漏洩", "漏えい"),
    ],
)
def test_another_term_is_a_hint(words: str, quote: str, suggestion: str) -> None:
    (found,) = preferred_terms(reading(f"1. {words}"))
    assert (found.quote, found.suggestion, found.certainty) == (quote, suggestion, "hint")


def test_a_term_is_hinted_at_once_with_its_count() -> None:
    (found,) = preferred_terms(reading("1. 従業員を教育します。\n2. 従業員は従業員証を持ちます。"))
    assert (found.clause, found.values["count"]) == ("1", 3)


def test_security_measures_are_called_as_the_law_calls_them() -> None:
    body = "1. 安全管理措置を講じます。\n2. 法の規定により保管し、期間を規定します。"
    assert said(preferred_terms, body) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("1. 当社は守ります。\n2. 当社は直します。\n3. 私共は渡しません。", ["私共"]),
        ("1. 当社は守ります。\n2. 私どもは渡しません。\n3. 当社は直します。", ["私ども"]),
        (
            "1. 会社(以下「当社」)\n2. わたくしどもは守り、わたくしどもで直します。",
            ["わたくしども"],
        ),
        ("1. 会社(以下「当社」)\n2. 当社は守ります。", []),
        ("1. 私共は守ります。\n2. 私共は直します。", []),
        ("1. 法人(以下「当法人」)\n2. 病院(以下「当院」)\n3. 当院は当法人に知らせます。", []),
    ],
)
def test_a_company_calls_itself_what_it_says_that_it_does(body: str, words: list[str]) -> None:
    assert [quote for _, quote, _ in said(mixed_names, body)] == words
