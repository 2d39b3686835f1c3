"""References to clauses that the text does not have."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pms_tracker.kernel.era_dates import DayNotRead, read_number
from pms_tracker.plan.text.checks.policy_passages import (
    Certainty,
    Passage,
    Reading,
    Remark,
    sentence_at,
)
from pms_tracker.plan.text.policy_labels import Marker, markers

_CIRCLED = "①-⑳㉑-㉟"
_FIGURE = r"[0-9]{1,2}|[a-zA-Z]|[ア-ン]|[ivx]{2,5}|[一二三四五六七八九十]{1,3}"
_FRAMED = rf"[{_CIRCLED}]|\(\s?(?:{_FIGURE})\s?\)"
# What may stand behind a framed symbol: -a, a, ア, (2), ②, の(2).
_STEP = (
    rf"(?:[の-]?(?:{_FRAMED})|-(?:{_FIGURE})(?![0-9A-Za-zァ-ヶー])"
    r"|[a-z](?![0-9A-Za-z])|[ア-ン](?![ァ-ヶー]))"
)
_BARE = (
    r"(?:[0-9]{1,2}|[a-z]|[ア-ン])(?=[.)、。]|の(?![0-9])|に(?:より|よる|定め|掲げ|基づ)"
    rf"|または|又は|及び|-(?:{_FIGURE})(?![0-9A-Za-zァ-ヶー])|-?(?:{_FRAMED}))"
)
_ANCHOR = r"(?:上記|前記|下記|後記|前述|後述|(?:本|この)(?:方針|規程|規則|ポリシー))の?\s?"
_ANCHORED = re.compile(rf"{_ANCHOR}(?P<chain>(?:{_FRAMED}|{_BARE}){_STEP}*)")
_TAILED = re.compile(
    rf"(?<![0-9A-Za-z)第条項号図表欄式])(?P<chain>(?:{_FRAMED}){_STEP}*)"
    r"(?=により|による|に定め|に掲げ|に基づ|に該当|に規定|に記載|の場合|の規定|のとおり)"
)
_TOKEN = re.compile(rf"{_FRAMED}|{_FIGURE}")
_ARTICLE = re.compile(
    r"第\s?(?P<n>[0-9]{1,3}|[一二三四五六七八九十百]{1,5})\s?(?P<unit>[編章節条])"
    r"(?:の(?P<sub>[0-9]{1,2}|[二三四五六七八九十])(?!(?!第)[一-鿿]))?"
    r"(?:\s?第?\s?(?P<paragraph>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s?項)?"
)
# Another law's or document's articles are none of this text's.
_LAW = re.compile(
    r"(?<![方手技用作])法(?![人的務定令])|令(?=第)|政令|省令|府令|条例|施行令|施行規則|ガイドライン|指針|規約|約款"
    r"|契約|JIS|憲法|(?<!この)(?<!本)規則"
)
# A passage that cites a law by article may go on with another of its articles.
_CITES_LAW = re.compile(rf"(?:{_LAW.pattern})\s?(?:\([^)]*\))?[」』]?の?\s?第")
_OTHER_PAPER = re.compile(
    r"(?<!この)(?<!本)(?:規程|細則|要領|手順書|マニュアル|ポリシー|別紙|別表|様式|付録)[」』]?の?\s?$"
)
# What may stand before an article of the text itself: nothing, a mark, a particle, another article,
# or the text by its own name. Behind any other word it is an article of what that word names.
_OWN = (
    r"(?:本|この|当該?)"
    r"(?:規[程則定約]|方針|基準|要[領綱項]|ポリシー|細則|内規|会則|条例|書|[編章節])"
)
_BEFORE_OWN = re.compile(
    rf"(?:^|[\s、。,.(「『:;・/~〜-]|[はがをにとでもびへやか]|{_OWN}の?|[前上下後][記述掲]の?"
    r"|[編章節条項号]の?|前|同|各)$"
)
_NTH = r"[0-9一二三四五六七八九十百]{1,5}"
_CHAINED = re.compile(
    rf"第{_NTH}条(?:の{_NTH})?(?:第{_NTH}項)?(?:第{_NTH}号)?(?:から|まで|及び|又は|並びに|若しくは|[、・,])+$"
)
# Articles as they were, and those that an 附則 amends.
_FORMER = re.compile(r"(?:旧|(?:改正|変更)前の?)$")
_AMENDS = re.compile(r"に改め|を改め|改正する|削る|を削除|繰り[上下]げ|を加え|とする改正")


@dataclass(frozen=True)
class Reference:
    """A place where the text names a clause: `chain` begins at `begin`."""

    passage: Passage
    begin: int
    words: str
    chain: tuple[str, ...]


def cites_elsewhere(passage: Passage, place: int) -> bool:
    """Whether what stands at a place is likely about a law or another document."""
    start, _ = sentence_at(passage.folded, place)
    before = passage.folded[start:place]
    return bool(_LAW.search(before) or _OTHER_PAPER.search(before))


def missing_clause(reading: Reading) -> Iterator[Remark]:
    """上記の③-a where no list has a ③."""
    references = [each for passage in reading.passages for each in _references(passage)]
    missing = {
        chain
        for chain in {each.chain for each in references}
        if not _exists(reading, chain) and not _inline(reading, references, chain[0])
    }
    for reference in references:
        if reference.chain not in missing:
            continue
        other = _same_number(reading, reference.chain)
        yield Remark(
            "missing_clause",
            reference.passage.clause,
            reference.words,
            Certainty.SURE if reference.words != "".join(reference.chain) else Certainty.LIKELY,
            "no_such_clause_but" if other else "no_such_clause",
            {"words": reference.words, "suggestion": other},
            other,
        )


def missing_article(reading: Reading) -> Iterator[Remark]:
    """第12条 where there are ten, 第3条第4項 where article 3 has two paragraphs."""
    articles = {
        symbol: each
        for each in reading.clauses
        for one in each.names
        if one.rank >= 0
        for symbol in _symbols(one)
    }
    several = {unit for unit in "編章節条" if sum(unit in symbol for symbol in articles) > 1}
    for passage in reading.passages:
        if _CITES_LAW.search(passage.folded):
            continue
        for match in _ARTICLE.finditer(passage.folded):
            if match["unit"] not in several or is_anothers(passage, match.start()):
                continue
            fault = _article_fault(reading, articles, match)
            if fault:
                words = passage.written[match.start() : match.end()]
                values = {"words": words, "last": fault}
                yield Remark(
                    "missing_clause",
                    passage.clause,
                    words,
                    Certainty.SURE,
                    "no_such_article",
                    values,
                )


def is_anothers(passage: Passage, place: int) -> bool:
    """Whether an article is of another paper, of an earlier edition, or is being amended."""
    start, end = sentence_at(passage.folded, place)
    before = passage.folded[start:place].rstrip()
    while chained := _CHAINED.search(before):
        # 学則第8条及び第9条: both are of the paper named before the first.
        before = before[: chained.start()]
    if cites_elsewhere(passage, place) or _FORMER.search(before):
        return True
    return not _BEFORE_OWN.search(before) or bool(_AMENDS.search(passage.folded[start:end]))


def _article_fault(reading: Reading, articles: dict[str, Passage], match: re.Match[str]) -> str:
    """Up to where the numbering goes that the reference exceeds; "" where nothing is wrong."""
    try:
        symbol = f"第{read_number(match['n'])}{match['unit']}"
        paragraph = read_number(match["paragraph"]) if match["paragraph"] else 1
        symbol += f"の{read_number(match['sub'])}" if match["sub"] else ""
    except DayNotRead:
        return ""
    article = articles.get(symbol)
    if article is None:
        same_unit = [each for each in articles if each.endswith(match["unit"])]
        return same_unit[-1]
    numbers = [one.number for each in reading.children(article) for one in each.names]
    last = max([*numbers, len(article.paragraphs), 1])
    return f"{symbol}第{last}項" if paragraph > last else ""


def _symbols(name: Marker) -> Iterator[str]:
    """What an article is called; of several that were taken out together, each of them."""
    found = list(_ARTICLE.finditer(name.symbol))
    if len(found) < 2:
        yield name.symbol
        return
    first, last = (read_number(each["n"]) for each in (found[0], found[-1]))
    for number in range(first, last + 1):
        yield f"第{number}条"


def _references(passage: Passage) -> Iterator[Reference]:
    taken: set[int] = set()
    for pattern in (_ANCHORED, _TAILED):
        for match in pattern.finditer(passage.folded):
            begin, end = match.span("chain")
            elsewhere = pattern is _TAILED and cites_elsewhere(passage, match.start())
            if begin in taken or elsewhere:
                continue
            taken.update(range(begin, end))
            chain = tuple(re.sub(r"\s", "", each) for each in _TOKEN.findall(match["chain"]))
            words = passage.written[match.start() : end]
            yield Reference(passage, begin, words, chain)


def _exists(reading: Reading, chain: Sequence[str]) -> bool:
    return any(_is_called(reading, clause, chain, _same_label) for clause in reading.clauses)


def _same_number(reading: Reading, chain: Sequence[str]) -> str:
    """The label, written in full, of the first clause with these numbers in another style."""
    for clause in reading.clauses:
        if _is_called(reading, clause, chain, _same_figure):
            above = [*reading.ancestors(clause)][: len(chain) - 1]
            return "".join(each.names[0].symbol for each in [*reversed(above), clause])
    return ""


def _is_called(
    reading: Reading, clause: Passage, chain: Sequence[str], alike: Callable[[Marker, str], bool]
) -> bool:
    above = [clause, *reading.ancestors(clause)][: len(chain)]
    return len(above) == len(chain) and all(
        any(alike(one, token) for one in each.names)
        for each, token in zip(above, reversed(chain), strict=True)
    )


def _same_label(name: Marker, token: str) -> bool:
    """(3) is called (3) or 3) or 3; ③ is not."""
    return _same_figure(name, token) and (
        not _is_framed(token) or _frame(name) == _frame(_readings(token)[0])
    )


def _same_figure(name: Marker, token: str) -> bool:
    return any(_figure(name) == _figure(one) for one in _readings(token))


def _readings(token: str) -> list[Marker]:
    return markers(f"{token} あ" if _is_framed(token) else f"{token}. あ")


def _is_framed(token: str) -> bool:
    return bool(re.fullmatch(_FRAMED, token))


def _frame(marker: Marker) -> str:
    if marker.style in ("①", "circled"):
        return "①"
    return "()" if marker.style[0] in "()" else ""


def _figure(marker: Marker) -> tuple[str, int]:
    counted = marker.style in ("①", "circled") or marker.style[0] in "第#"
    return "1" if counted else marker.kind, marker.number


def _inline(reading: Reading, references: Sequence[Reference], token: str) -> bool:
    """Whether the symbol numbers something inside a sentence, where no reference stands."""
    if not _is_framed(token):
        return False
    spans = {(each.passage.at, each.begin) for each in references}
    return any(
        (passage.at, match.start()) not in spans
        for passage in reading.passages
        for match in re.finditer(re.escape(token), passage.folded)
    )
