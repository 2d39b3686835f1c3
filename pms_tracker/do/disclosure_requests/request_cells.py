"""What the sheets of offices say of requests in one column and the register in several: how all
that was asked for was answered (結果), its reason, and all papers that were looked at."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from unicodedata import normalize

from pms_tracker.do.disclosure_requests.request_answers import ALSO_KINDS, KINDS
from pms_tracker.do.disclosure_requests.request_choices import ALSO_PAPERS, PAPERS
from pms_tracker.do.rules.contact.request_rules import GROUNDS, OUTCOMES, Asked, Ground, Outcome
from pms_tracker.kernel.words import Words
from pms_tracker.registers.known_words import like, named_members, plain
from pms_tracker.sheets.office.marks import listed

_NOT = re.compile(
    r"不(?:可|開示|応諾|同意)|非開示|拒[否絶]|却下|応じ(?:ない|られない|ず)|でき(?:ない|ず)"
    r"|しない|せず|否"
)
_NONE = re.compile(
    r"不存在|該当(?:データ|する?情報|情報)?な[しい]|保有(?:していない|な[しい]|せず)"
)
_PARTLY = re.compile(r"一部|部分")
_SUBSTITUTE = re.compile(r"代替|代わりの")
_GRANTED = re.compile(r"応諾|応じ|認め|開示|訂正|追加|削除|停止|消去|修正|通知|可|した|する|済")
# It ended without an answer: none of these is how it was answered.
_ENDED = re.compile(r"取り?下げ|取消|撤回|確認(?:不能|できず)")
_OPEN = re.compile(r"(?:対応|調査|検討|確認|処理|手続)中|保留|未(?:回答|定|対応|了|済|処理)")
# Of some answers there is one ground alone.
_ONLY_GROUNDS = {
    (asked, outcome): ground
    for asked in (Asked.STOP, Asked.PROVISION)
    for outcome, ground in ((Outcome.REFUSED, Ground.UNFOUNDED), (Outcome.SUBSTITUTE, Ground.HARD))
}
_GROUNDS = (
    (re.compile(r"事実と(?:相違|違い|合)|事実に相違|正しい|誤りが?な[いし]"), Ground.CORRECT),
    (re.compile(r"支障"), Ground.HINDRANCE),
    (re.compile(r"第三者|生命|身体|権利利益"), Ground.RIGHTS),
    (re.compile(r"法令(?:違反|に違反)"), Ground.OTHER_LAW),
    (re.compile(r"公表(?:済|して)"), Ground.CLEAR),
)
_ITSELF = frozenset({"本人", "同左", "同上", "本人と同じ", "請求者と同じ", "本人自身", "〃"})
_CLAUSES = re.compile(r"[、,，;；\n/／・]|及び|および|だが|が、")


def spread(texts: Mapping[str, str]) -> Mapping[str, str]:
    """What cells say of other fields than their own, by text; what becomes of an end that says how
    a request was answered is open, unless the sheet tells its day."""
    return dict((*_outcomes(texts), *_papers(texts), *_person(texts)))


def _outcomes(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    kinds = [*_kinds(texts.get("kinds", ""))]
    said = dict(_answers(texts.get("ending", ""), kinds))
    for asked, outcome in said.items():
        if not texts.get(f"{asked.value}_outcome") and outcome in OUTCOMES[asked]:
            yield from _answered(asked, outcome, texts.get("disclosure_reason", ""))
    is_open = _OPEN.search(normalize("NFKC", texts.get("ending", "")))
    if is_open or (said and not texts.get("closed_on")):
        yield "ending", ""
    reason = texts.get("disclosure_reason", "")
    if reason and kinds and Asked.DISCLOSURE not in kinds:
        yield f"{kinds[0].value}_reason", reason
        yield "disclosure_reason", ""


def _answered(asked: Asked, outcome: Outcome, reason: str) -> Iterator[tuple[str, str]]:
    """An answer with the ground of the law that its reason names; without one, what is refused is
    left to whoever reads the notes, as the register asks for a ground."""
    if outcome in {Outcome.GRANTED, Outcome.NONE}:
        yield f"{asked.value}_outcome", outcome.value
        return
    only = _ONLY_GROUNDS.get((asked, outcome))
    named = (each for form, each in _GROUNDS if form.search(reason) and each in GROUNDS[asked])
    if (ground := only or next(named, None)) is not None:
        yield f"{asked.value}_outcome", outcome.value
        yield f"{asked.value}_ground", ground.value


def _kinds(text: str) -> Iterator[Asked]:
    known = _known_kinds()
    for each in listed(text):
        found = known.get(plain(each)) or like(each, known)
        if found is not None:
            yield Asked(found)


def _answers(text: str, kinds: list[Asked]) -> Iterator[tuple[Asked, Outcome]]:
    """How each of the kinds was answered: by a clause of its own, or by the one that names none."""
    plain_text = normalize("NFKC", text)
    if _ENDED.search(plain_text) or _OPEN.search(plain_text):
        return
    clauses = [each for each in _CLAUSES.split(plain_text) if each and each.strip()]

    def named(clause: str) -> bool:
        return any(_is_of(clause, each) for each in kinds)

    for asked in kinds:
        own = [each for each in clauses if _is_of(each, asked)]
        for_all = clauses if len(clauses) == 1 and not any(map(named, clauses)) else []
        said = {_outcome(each) for each in own or for_all}
        if len(said) == 1 and (outcome := said.pop()) is not None:
            yield asked, outcome


def _is_of(clause: str, asked: Asked) -> bool:
    words = {
        Asked.PURPOSE: ("利用目的", "通知"),
        Asked.DISCLOSURE: ("開示",),
        Asked.RECORDS: ("提供記録",),
        Asked.CORRECTION: ("訂正", "追加", "削除", "修正"),
        Asked.STOP: ("停止", "消去", "削除"),
        Asked.PROVISION: ("提供停止", "提供の停止"),
    }
    return any(each in clause for each in words[asked])


def _outcome(clause: str) -> Outcome | None:
    forms = (
        (_NONE, Outcome.NONE),
        (_SUBSTITUTE, Outcome.SUBSTITUTE),
        (_PARTLY, Outcome.PARTLY),
        (_NOT, Outcome.REFUSED),
        (_GRANTED, Outcome.GRANTED),
    )
    return next((outcome for form, outcome in forms if form.search(clause)), None)


def _papers(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Papers of who acts for somebody, among those by which they were identified."""
    if texts.get("papers") or not texts.get("methods"):
        return
    known = _known_papers()
    said = listed(texts["methods"])
    papers = [each for each in said if known.get(plain(each)) or like(each, known)]
    if papers:
        yield "papers", "、".join(papers)
        yield "methods", "、".join(each for each in said if each not in papers)


def _person(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Whoever asks for themselves is not named twice."""
    name = texts.get("about_name", "").strip()
    if name and (name in _ITSELF or plain(name) == plain(texts.get("requester_name", ""))):
        yield "about_name", ""


@cache
def _known_kinds() -> dict[str, StrEnum]:
    return named_members(KINDS, ALSO_KINDS, _as_it_stands)


@cache
def _known_papers() -> dict[str, StrEnum]:
    return named_members(PAPERS, ALSO_PAPERS, _as_it_stands)


def _as_it_stands(words: Words) -> tuple[str, ...]:
    return (words,)
