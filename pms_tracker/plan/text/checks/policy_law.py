"""Which article of the law is about what, and since when; citations that name another one.

Sources: the law as e-Gov publishes it (平成15年法律第57号) for the numbers since 2022-04-01; the
amending act 令和2年法律第44号 for 22条の2, renumbered by 令和3年法律第37号 on the day that it
took effect; the law as in force from 2005 to 2022 for the four older numbers. Only what was
looked up is here. An amendment promulgated on 2026-07-17 takes effect within two years and may
renumber: behind that day nothing here is confirmed, and the rule is silent.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pms_tracker.kernel.era_dates import DayNotRead, read_number
from pms_tracker.plan.text.checks.policy_passages import (
    Certainty,
    Passage,
    Reading,
    Remark,
    sentence_at,
)

_SINCE_2022 = date(2022, 4, 1)
_CONFIRMED_UNTIL = date(2028, 7, 15)
_SINCE_2005 = date(2005, 4, 1)
_UNTIL_2022 = date(2022, 3, 31)
_PUBLIC = re.compile(
    r"行政機関|保有個人情報(?!データ)|広域連合|一部事務組合|企業団|地方公共団体|実施機関|[市町村区県]長|知事|議会|教育委員会|独立行政法人|国立大学法人|公立大学法人"
)


@dataclass(frozen=True)
class Article:
    """Where a subject is in the law: `number` as written (22の2), in force between two days.

    An article that never was in force under this number has `valid_from` None.
    """

    subject: str
    number: str
    valid_from: date | None = _SINCE_2022
    valid_until: date | None = _CONFIRMED_UNTIL
    paragraph: int | None = None


@dataclass(frozen=True)
class _Subject:
    """How a text names a subject, and other articles that rightly speak of it too."""

    pattern: re.Pattern[str]
    beside: frozenset[str] = frozenset()


def _subject(pattern: str, *beside: str) -> _Subject:
    return _Subject(re.compile(pattern), frozenset(beside))


ARTICLES = (
    Article("purpose_specified", "17"),
    Article("purpose_kept", "18"),
    Article("improper_use", "19"),
    Article("acquisition", "20"),
    Article("purpose_told", "21"),
    Article("accuracy", "22"),
    Article("security", "23"),
    Article("workers_supervised", "24"),
    Article("contractors_supervised", "25"),
    Article("leak_reported", "26", paragraph=1),
    Article("leak_told", "26", paragraph=2),
    Article("third_party", "27"),
    Article("abroad", "28"),
    Article("disclosure", "33"),
    Article("correction", "34"),
    Article("stop", "35"),
    Article("fee", "38"),
    Article("complaints", "40"),
    Article("leak_reported", "22の2", None, None, paragraph=1),
    Article("leak_told", "22の2", None, None, paragraph=2),
    Article("purpose_specified", "15", _SINCE_2005, _UNTIL_2022),
    Article("purpose_kept", "16", _SINCE_2005, _UNTIL_2022),
    Article("purpose_told", "18", _SINCE_2005, _UNTIL_2022),
    Article("third_party", "23", _SINCE_2005, _UNTIL_2022),
)
_LEAK = r"漏(?:えい|洩)(?:等|、滅失[^。]{0,8})?"
# A request to disclose, correct or stop may be told by any article of the chapter on requests.
_REQUESTS = ("32", "33", "34", "35", "36", "37", "38", "39")
_STOPPED = r"利用(?:の)?停止(?:等|、消去|・消去)?"
_TO_THIRD_PARTIES = (
    r"第三者[へに]の?提供(?!の?停止)|第三者提供(?!の?(?:停止|記録|に係る記録))|共同(?:して)?利用"
)
SUBJECTS = {
    "purpose_specified": _subject(r"利用目的[をの](?:でき[^。]{0,6})?特定", "18", "21"),
    "purpose_kept": _subject(
        r"目的外(?:の)?利用|利用目的による制限|利用目的の達成に必要な範囲を超え", "17"
    ),
    "improper_use": _subject(r"不適正な利用"),
    "acquisition": _subject(r"適正な取得|不正の手段により取得|要配慮個人情報の取得", "2", "35"),
    "purpose_told": _subject(
        r"取得に際して[^。]{0,4}利用目的|利用目的の(?:明示|公表)", "17", "27", "32"
    ),
    "accuracy": _subject(r"正確性の確保|正確かつ最新"),
    "security": _subject(r"安全管理(?:の)?(?:ため|措置)", "24", "25", "32"),
    "workers_supervised": _subject(r"従業[者員](?:の|に対する)監督", "23"),
    "contractors_supervised": _subject(r"委託先(?:の|に対する)(?:[^。]{0,6})監督", "23"),
    "leak_told": _subject(rf"{_LEAK}[^。]{{0,12}}本人への?通知", "35"),
    "leak_reported": _subject(rf"{_LEAK}[^。防]{{0,8}}(?:報告|生じ|発生|起[きこ])", "35"),
    "third_party": _subject(
        _TO_THIRD_PARTIES, "18", "26", "28", "29", "30", "31", *_REQUESTS, "41", "43"
    ),
    "abroad": _subject(r"外国にある第三者", "27"),
    "disclosure": _subject(r"開示(?:の?(?:請求|求め)|を(?:請求|求め))", *_REQUESTS),
    "correction": _subject(r"訂正(?:等|、追加[^。]{0,8})?の?(?:請求|求め)", *_REQUESTS),
    "stop": _subject(rf"{_STOPPED}の?(?:請求|求め)", *_REQUESTS),
    "fee": _subject(r"手数料", *_REQUESTS),
    "complaints": _subject(r"苦情の(?:適切かつ迅速な)?処理", *_REQUESTS, "47", "53"),
}
_CITED = re.compile(
    r"(?:個人情報(?:の)?保護(?:に関する)?法(?:律)?|個情法|(?<![一-鿿ァ-ヶー々])法(?=\s?第))"
    r"(?:\([^)]*\))?[」』]?の?\s?第?\s?(?P<n>[0-9]{1,3}|[一二三四五六七八九十百]{1,5})\s?条"
    r"(?:の(?P<sub>[0-9]|[二三四五])(?![0-9]|(?!第)[一-鿿]))?"
    r"(?:\s?第?\s?(?P<k>[0-9]{1,2}|[一二三四五六七八九十]{1,2})\s?項)?"
)
_PAST = re.compile(r"改正前|旧|当時")
_FOREIGN_LAW = re.compile(r"番号法|マイナンバー法|行政機関|独立行政法人")
# Further off, the words are about something else than the citation.
_REACH = 25


def article_of(subject: str, on: date) -> Article | None:
    """The article on a subject in force on a day, or None where none is confirmed."""
    for one in ARTICLES:
        if one.subject != subject or one.valid_from is None or one.valid_until is None:
            continue
        if one.valid_from <= on <= one.valid_until:
            return one
    return None


def _article(subject: str, reading: Reading) -> Article | None:
    """None as well from the day on which the list of laws says that the law is another one."""
    changes_on = reading.law_changes_on
    if changes_on is not None and changes_on <= reading.on:
        return None
    return article_of(subject, reading.on)


def wrong_article(reading: Reading) -> Iterator[Remark]:
    """A citation beside words that name a subject which the cited article is not about."""
    for passage in reading.passages:
        acceptable: set[str] = set()
        for match in _CITED.finditer(passage.folded):
            cited = _number(match)
            start, end = sentence_at(passage.folded, match.start())
            sentence = passage.folded[start:end]
            if (
                cited is None
                or _is_of_public_bodies(reading, cited)
                or _PAST.search(sentence)
                or _FOREIGN_LAW.search(sentence)
            ):
                continue
            subject = _nearest(passage, match, start, end)
            right = _article(subject, reading) if subject else None
            if right is None or cited in (
                acceptable := acceptable or _acceptable(reading, passage)
            ):
                continue
            yield _remark(passage, match, cited, right)


def grounds_as_exceptions(reading: Reading) -> Iterator[Remark]:
    """The grounds on which a person may ask to stop the use, listed as cases for refusing it."""
    if _article("stop", reading) is None:
        return
    for passage in reading.clauses:
        match = re.search(r"(?:以下|次|下記)の(?:いずれかの)?場合を除(?:き|いて)", passage.folded)
        if not match or not re.search(r"利用の?停止|消去", passage.folded[: match.start()]):
            continue
        below = [each.folded for each in reading.children(passage)]
        grounds = (r"必要がなくな", r"漏(?:えい|洩).{0,6}(?:生じ|発生)", r"利益が害される")
        if sum(any(re.search(one, text) for text in below) for one in grounds) >= 2:
            words = passage.written[match.start() : match.end()]
            yield Remark(
                "grounds_as_exceptions",
                passage.clause,
                words,
                Certainty.LIKELY,
                "grounds_as_exceptions",
                {"words": words},
            )


def _remark(passage: Passage, match: re.Match[str], cited: str, right: Article) -> Remark:
    paragraph = right.paragraph if match["k"] else None
    expected = f"{right.number}条" + (f"{paragraph}項" if paragraph else "")
    words = passage.written[match.start() : match.end()]
    moved = any(one.subject == right.subject and one.number == cited for one in ARTICLES)
    return Remark(
        "wrong_article",
        passage.clause,
        words,
        Certainty.LIKELY,
        "article_moved" if moved else "article_of_another_subject",
        {"words": words, "expected": expected, "subject": right.subject, "since": right.valid_from},
        expected,
    )


def _is_of_public_bodies(reading: Reading, cited: str) -> bool:
    """Articles 60 to 129 (chapter 5) say of public bodies what others say of businesses."""
    number = cited.partition("の")[0]
    return 60 <= int(number) <= 129 and bool(_PUBLIC.search(reading.folded))


def _number(match: re.Match[str]) -> str | None:
    try:
        number = str(read_number(match["n"]))
        return f"{number}の{read_number(match['sub'])}" if match["sub"] else number
    except DayNotRead:
        return None


def _nearest(passage: Passage, match: re.Match[str], start: int, end: int) -> str:
    """The subject named nearest to the citation within its sentence; "" where none is near."""
    found = []
    for subject, how in SUBJECTS.items():
        for named in how.pattern.finditer(passage.folded, start, end):
            before, after = match.start() - named.end(), named.start() - match.end()
            if 0 <= max(before, after) <= _REACH:
                found.append((max(before, after), subject))
    return min(found)[1] if found else ""


def _acceptable(reading: Reading, passage: Passage) -> set[str]:
    """The articles of every subject that the clause, or one above it, speaks of."""
    text = "\n".join(each.folded for each in (passage, *reading.ancestors(passage)))
    named = [key for key, how in SUBJECTS.items() if how.pattern.search(text)]
    articles = {one.number for key in named if (one := _article(key, reading))}
    return articles.union(*(SUBJECTS[key].beside for key in named))
