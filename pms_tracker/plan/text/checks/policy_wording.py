"""Slips of the pen, and the terms that the standard prefers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pms_tracker.plan.text.checks.policy_passages import Certainty, Passage, Reading, Remark

_SURE, _LIKELY = Certainty.SURE, Certainty.LIKELY
_KANJI = "一-鿿"
_BEFORE_A_WORD = rf"(?=[{_KANJI}ァ-ヶA-Za-z])"


@dataclass(frozen=True)
class _Slip:
    """Words that nobody means, and how they were meant (a template of re.sub)."""

    pattern: re.Pattern[str]
    meant: str
    certainty: Certainty


def _slip(pattern: str, meant: str, certainty: Certainty = _LIKELY) -> _Slip:
    return _Slip(re.compile(pattern), meant, certainty)


# Each was tried on clean policies: もののうち, この後の, ことと, でできる are no slips.
_SLIPS = (
    _slip(r"([てで])いす(?=[。、)」\s]|$)", r"\1います"),
    _slip(rf"(?<=[{_KANJI}])([いりきしちみび])す(?=。)", r"\1ます"),
    _slip(r"(?<=[いしきりれめえべてけせぎびみち])まし(?=。)", "ました"),
    _slip(r"(?<![さゃ]い)(?<!下さい)ませ(?=。)", "ません"),
    _slip(r"ますす(?=[。、])", "ます"),
    _slip(r"ましたた(?=[。、])", "ました"),
    _slip(r"をを", "を", _SURE),
    _slip(rf"がが{_BEFORE_A_WORD}", "が"),
    _slip(rf"にに{_BEFORE_A_WORD}", "に"),
    _slip(rf"(?<![もこそあどぬ])のの{_BEFORE_A_WORD}", "の"),
    _slip(rf"でで(?=[{_KANJI}、])(?!で出)", "で"),
    _slip(rf"はは(?=[{_KANJI}、])", "は"),
    _slip(rf"をが{_BEFORE_A_WORD}", "を"),
    _slip(rf"(?<!我)(?<!わ)がを{_BEFORE_A_WORD}", "を"),
    _slip(rf"(?<!さ)はを{_BEFORE_A_WORD}", "を"),
    _slip(r"(?<!な)にに(?=よ[りっる]|ついて|おいて|とって|対し|関し|基づ)", "に"),
    _slip(
        r"(しました|します|について|において|ください|により|に対して|に関して|に基づき|として|ための)\1",
        r"\1",
    ),
    _slip(
        r"((?:[当弊][社院会園校店所]|当法人|当組合|ご?本人|お?客様)(?:は|が|を|に|の|と|から))\1",
        r"\1",
    ),
    _slip(r"(?<=[いりきしちみびえけせてねべめれ])まます(?=[。、)」]|$)", "ます"),
    _slip(rf"(?<=[{_KANJI}とにをも])すする(?=[。、)」こもた]|$)", "する"),
    _slip(r"(?<=[ぁ-ん])るる(?=[。、])", "る"),
    _slip(r"れれる", "れる"),
    _slip(rf"(?<=[{_KANJI}])とと(?=[{_KANJI}])", "と"),
    _slip(rf"(?<=[{_KANJI}])もも(?=[{_KANJI}])", "も"),
    _slip(
        r"\b(the|an?|of|to|and|or|in|for|is|are|be|by|with|we|our|shall|will|may|not|personal|data"
        r"|information) \1\b(?!-)",
        r"\1",
    ),
    _slip(r"株式当社|有限当社|当当社|当社社(?![員内長外会])|弊弊社", "当社"),
    _slip(r"(従業[者員])[者員]|(委託先)先|(個人情報)情報", r"\1\2\3"),
    _slip(r"規程(?=する|され|し[、たて])", "規定"),
    _slip(rf"(?<!株式)(?<!合同)(?!個人|一|各|毎)([{_KANJI}]{{2,4}})\1(?![{_KANJI}])", r"\1"),
    _slip(r"([ァ-ヶ][ァ-ヶー]{2,11})\1", r"\1"),
    _slip(r"(?<![。、])([。、])[。、](?![。、])", r"\1", _SURE),
    _slip(
        r"(?<=個人情報保護)(?:方針|基本方針)"
        r"(?=マネジメント|法[にのをはがで、]|(?:保護|監査)?(?:管理|責任|監査責任)者|委員会)",
        "",
    ),
    _slip(r"(?:する|行う|した|図る|守る|図るため|するため)の(?=ため(?![のに]))", "する"),
    _slip(r"ためのため", "ため"),
    _slip(rf"(?<=[{_KANJI}])のする(?=ため|こと|もの|場合|[。、])", "する"),
    _slip(r"するします", "します"),
    _slip(r"いたしします", "いたします"),
    _slip(r"(?<=取り扱い)い(?=[はをにがの])", ""),
    _slip(rf"をの(?=[{_KANJI}])", "の"),
    _slip(rf"よりから(?=[{_KANJI}おご])|からより(?=[取受得提])", "から"),
    _slip(r"にの(?=[応従対基関])", "に"),
    _slip(r"(行います|します|(?:個人情報|個人データ)(?!保護))\1", r"\1"),
    _slip(
        r"(?<!保)(?<!苦)(?<!事)(?<![権項公改確担])([個情利目管安開訂提委保従漏])\1(?=[人報用的理全示正供託護業え])",
        r"\1",
    ),
    _slip(r"(取り?扱い)に(?=いたし|致し|しま)", r"\1"),
    _slip(r"第3者", "第三者"),
    _slip(r"減失", "滅失", _SURE),
    _slip(rf"[をにで](?=[をへ](?:[{_KANJI}]))", ""),
    _slip(r"尊守", "遵守", _SURE),
    _slip(r"目的意外", "目的以外"),
    _slip(r"第三社", "第三者"),
    _slip(r"適性(?=[なに](?:管理|取得|利用|取[りり]?扱|行|保))", "適正"),
    _slip(r"個人上方", "個人情報"),
    _slip(r"((?:以下|次|上記|下記|前記)の)とうり", r"\1とおり"),
    _slip(r"周知撤底|徹低", "徹底"),
)
_TERMS = {
    "corrective_action": (re.compile(r"是正措置"), "是正処置"),
    "preventive_action": (re.compile(r"予防措置"), "予防処置"),
    "containment": (re.compile(r"応急措置"), "応急処置"),
    "internal_rule": (
        re.compile(r"(?:社内|内部|社内諸|取扱い?|管理|保護)規定(?!す|し|さ)"),
        "規程",
    ),
    "worker": (re.compile(r"従業員"), "従業者"),
    "leak": (re.compile(r"漏洩"), "漏えい"),
}
_BRACKETS = (("「", "」"), ("『", "』"), ("【", "】"), ("(", ")"))
_SHOWN = 12


def slips(reading: Reading) -> Iterator[Remark]:
    """Words that look mistyped: 講じていす, をを, 、、, the same word twice in a row."""
    for passage in reading.passages:
        taken: set[int] = set()
        for slip in _SLIPS:
            for match in slip.pattern.finditer(passage.folded):
                if not taken.isdisjoint(range(*match.span())):
                    continue
                taken.update(range(*match.span()))
                yield _slip_remark(passage, match, slip)


def unclosed_bracket(reading: Reading) -> Iterator[Remark]:
    """A bracket that opens and never closes, in its own clause or a later one."""
    for opening, closing in _BRACKETS:
        waiting: list[tuple[Passage, int]] = []
        for passage in reading.passages:
            for match in re.finditer(f"[{opening}{closing}]", passage.folded):
                if match[0] == opening:
                    waiting.append((passage, match.start()))
                elif waiting:
                    waiting.pop()
        # The first of a clause is enough said.
        for passage, at in dict(reversed(waiting)).items():
            words = passage.written[at : at + _SHOWN].splitlines()[0]
            values = {"words": words}
            yield Remark("slip", passage.clause, words, _LIKELY, "unclosed_bracket", values)


def preferred_terms(reading: Reading) -> Iterator[Remark]:
    """Once per term for the whole text, at its first place: a matter of taste, never a fault."""
    for pattern, preferred in _TERMS.values():
        hits = [(each, hit) for each in reading.passages for hit in pattern.finditer(each.folded)]
        if not hits:
            continue
        passage, match = hits[0]
        words = passage.written[match.start() : match.end()]
        suggestion = words.replace("規定", "規程") if preferred == "規程" else preferred
        values = {"words": words, "suggestion": suggestion, "count": len(hits)}
        yield Remark(
            "preferred_term",
            passage.clause,
            words,
            Certainty.HINT,
            "preferred_term",
            values,
            suggestion,
        )


def _slip_remark(passage: Passage, match: re.Match[str], slip: _Slip) -> Remark:
    begin = _word_begin(passage.folded, match.start())
    words = passage.written[begin : match.end()]
    meant = passage.written[begin : match.start()] + match.expand(slip.meant)
    values = {"words": words, "suggestion": meant}
    return Remark("slip", passage.clause, words, slip.certainty, "slip", values, meant)


def _word_begin(text: str, place: int) -> int:
    """Where the word before a place begins, so that the quote can be recognised: 講じ|ていす."""
    near = text[max(0, place - _SHOWN) : place]
    before = re.search(rf"[{_KANJI}ァ-ヶー]{{0,4}}[ぁ-ん]{{0,3}}\Z", near)
    return place - len(near) + before.start() if before else place
