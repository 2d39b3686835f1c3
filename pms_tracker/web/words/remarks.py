"""What the text check of a policy says to people: one sentence per kind of remark."""

from collections.abc import Callable
from datetime import date

from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from pms_tracker.plan.text.checks.policy_passages import Remark
from pms_tracker.web.words import days_in_words

REMARKS: dict[str, LazyString] = {
    "repeated_exactly": _l("%(other)s と同じ内容です。どちらかを削ってください。"),
    "repeated_nearly": _l(
        "%(other)s とほぼ同じ内容です。どちらかを削るか、違いが分かるように書き分けてください。"
    ),
    "no_such_clause": _l("「%(words)s」に当たる項目がありません。参照先を確かめてください。"),
    "no_such_clause_but": _l(
        "「%(words)s」に当たる項目がありません。「%(suggestion)s」のことではありませんか。"
    ),
    "no_such_article": _l(
        "「%(words)s」はこの文書にありません（%(last)sまで）。参照先を確かめてください。"
    ),
    "article_of_another_subject": _l(
        "%(subject)sを定めているのは、個人情報保護法の%(expected)sです（%(since)s施行の条番号）。"
        "「%(words)s」は別の事項の条です。"
    ),
    "article_moved": _l(
        "%(subject)sは、いまの個人情報保護法では%(expected)sです（%(since)s施行）。"
        "「%(words)s」はその前の条番号です。"
    ),
    "grounds_as_exceptions": _l(
        "「%(words)s」に続くのは、個人情報保護法で本人が利用停止などを求めることができる理由です。"
        "応じない場合として挙げていないか、確かめてください。"
    ),
    "nothing_before": _l("「%(words)s」が指すものが、これより前にありません。"),
    "nothing_after": _l("「%(words)s」が指すものが、これより後にありません。"),
    "listed_below": _l(
        "「%(words)s」とありますが、挙げられているのはこれより後です。"
        "「%(suggestion)s」ではありませんか。"
    ),
    "desk_below": _l(
        "「%(words)s」とありますが、窓口はこれより後にあります。"
        "「%(suggestion)s」ではありませんか。"
    ),
    "desk_above": _l(
        "「%(words)s」とありますが、窓口はこれより前にあります。"
        "「%(suggestion)s」ではありませんか。"
    ),
    "slip": _l("「%(words)s」は「%(suggestion)s」の書き誤りではありませんか。"),
    "unclosed_bracket": _l("「%(words)s」で始まる括弧が閉じていません。"),
    "preferred_term": _l(
        "用語は「%(suggestion)s」が標準です。「%(words)s」が%(count)sか所あります。"
    ),
    "missing_acquisition": _l("個人情報の適切な取得についての記載が見当たりません。"),
    "missing_provision": _l("個人情報の提供についての記載が見当たりません。"),
    "missing_purpose_bound": _l("目的外利用をしないことについての記載が見当たりません。"),
    "missing_laws": _l("法令などを守ることについての記載が見当たりません。"),
    "missing_leaks_prevented": _l("漏えいなどの防止についての記載が見当たりません。"),
    "missing_corrected": _l("是正についての記載が見当たりません。"),
    "missing_complaints": _l("苦情・相談への対応についての記載が見当たりません。"),
    "missing_improved": _l(
        "個人情報保護マネジメントシステムの継続的改善についての記載が見当たりません。"
    ),
    "missing_representative": _l("代表者の氏名が見当たりません。"),
    "missing_enacted": _l("制定日が見当たりません。"),
    "missing_revised": _l(
        "最終改定日が見当たりません。改定したことがなければ、このままでかまいません。"
    ),
    "missing_address": _l(
        "住所が見当たりません。個人情報保護法32条1項は、本人が知り得る状態に置くよう定めています。"
    ),
    "missing_fee": _l(
        "開示等の手数料についての記載が見当たりません。"
        "個人情報保護法32条1項は、定めたときは本人が知り得る状態に置くよう定めています。"
    ),
    "mixed_names": _l(
        "「%(words)s」と「%(suggestion)s」が混じっています。どちらかにそろえてください。"
    ),
    "number_missing": _l("「%(last)s」の次が「%(words)s」です。間の番号が抜けていませんか。"),
    "missing_desk": _l("問合せ先が見当たりません。"),
    "overdue_review": _l(
        "最終改定などの日（%(last)s）から%(months)sか月を過ぎています。見直しの期日は%(due)sでした。"
    ),
}
SUBJECTS: dict[str, LazyString] = {
    "purpose_specified": _l("利用目的の特定"),
    "purpose_kept": _l("利用目的による制限"),
    "improper_use": _l("不適正な利用の禁止"),
    "acquisition": _l("適正な取得"),
    "purpose_told": _l("取得の際の利用目的の通知など"),
    "accuracy": _l("データの正確性の確保"),
    "security": _l("安全管理措置"),
    "workers_supervised": _l("従業者の監督"),
    "contractors_supervised": _l("委託先の監督"),
    "leak_reported": _l("漏えい等の報告"),
    "leak_told": _l("漏えい等の本人への通知"),
    "third_party": _l("第三者提供の制限"),
    "abroad": _l("外国にある第三者への提供の制限"),
    "disclosure": _l("開示"),
    "correction": _l("訂正等"),
    "stop": _l("利用停止等"),
    "fee": _p("in a sentence", "手数料"),
    "complaints": _l("苦情の処理"),
}


def in_a_sentence(remark: Remark, said: Callable[[date], str] = days_in_words.day_text) -> str:
    """The remark as a sentence in the reader's language; `said` writes its days."""
    values = {name: _value(name, value, said) for name, value in remark.values.items()}
    return str(REMARKS[remark.key]) % values if values else str(REMARKS[remark.key])


def as_input(remark: Remark) -> str:
    """The remark as an input of a review, which stands alone: clause, quoted words, sentence."""
    quote = gettext("「%(words)s」", words=remark.quote) if remark.quote else ""
    return " ".join(filter(None, (remark.clause, quote, in_a_sentence(remark))))


def _value(name: str, value: object, said: Callable[[date], str]) -> object:
    if name == "subject":
        return SUBJECTS[str(value)]
    return said(value) if isinstance(value, date) else value
