"""Words that point the wrong way: 上記, 下記, 前項, 次の."""

import re
from collections.abc import Iterator

from pms_tracker.plan.text.checks.policy_passages import Certainty, Passage, Reading, Remark
from pms_tracker.plan.text.checks.policy_references import cites_elsewhere

_NEIGHBOUR = re.compile(r"(?P<way>[前次])(?P<unit>[条章項号])(?![目一-鿿]*[)）]?の2)")
_ANNOUNCED = re.compile(r"(?:以下|次|下記)の(?P<noun>(?:利用)?目的|事項|場合|方法|項目|情報|範囲)")
_LOOKED_BACK = re.compile(
    r"(?P<way>上記|前記)の?(?P<noun>(?:利用)?目的|事項|場合|方法|項目|情報|範囲)"
)
_DESK = re.compile(
    r"(?P<way>上記|前記|下記|後記)の?(?:\S{0,10}?)(?:窓口|連絡先|問い?合わ?せ先|担当)"
)
_LISTED = re.compile(
    r"(?:次|以下|下記)の(?:各号|いずれか)|(?:次|以下|下記)に(?:掲げる|定める|挙げる)"
    r"|(?:次|以下|下記)の(?:場合を除|事項を|場合に)"
)
# Further apart, the two are not about the same list.
_REACH = 300
_LIST_BEGINS = re.compile(r"[:①「・]|\(1\)|。[^\s]")


def looks_back_at_nothing(reading: Reading) -> Iterator[Remark]:
    """前条 in the first article, 前項 in an article's first paragraph, 次条 in the last article."""
    articles = [
        each for each in reading.clauses if _unit(each) == "条" and not _added(reading, each)
    ]
    for passage in reading.clauses:
        if _added(reading, passage):
            continue
        for match in _NEIGHBOUR.finditer(passage.folded):
            if cites_elsewhere(passage, match.start()):
                continue
            if _points_out(reading, articles, passage, match):
                yield _remark(
                    "points_nowhere",
                    passage,
                    match.span(),
                    "nothing_before" if match["way"] == "前" else "nothing_after",
                )


def above_before_below(reading: Reading) -> Iterator[Remark]:
    """上記目的 in a sentence whose purposes are listed further down, as 以下の利用目的 says."""
    for passage in reading.passages:
        announced = {
            match["noun"][-2:]: match.end() for match in _ANNOUNCED.finditer(passage.folded)
        }
        for match in _LOOKED_BACK.finditer(passage.folded):
            at = announced.get(match["noun"][-2:])
            if at is None or not 0 <= match.start() - at <= _REACH:
                continue
            if not reading.children(passage):
                continue
            # A list between the two, within the sentence, is what the second looks back at.
            between = passage.folded[at : match.start()]
            if "\n" in between or re.search(r"[①:]|\(1\)|\(ア\)", between):
                continue
            suggestion = passage.written[match.start() : match.end()].replace(
                match["way"], "以下の"
            )
            suggestion = suggestion.replace("のの", "の")
            yield _remark("wrong_direction", passage, match.span(), "listed_below", suggestion)


def desk_on_the_other_side(reading: Reading) -> Iterator[Remark]:
    """下記の窓口 where the desk stands only above, and the reverse."""
    phone = reading.policy.contact.phone
    places = [each.at for each in reading.passages if phone and phone in each.folded]
    if not places:
        return
    for passage in reading.passages:
        here = passage.folded.find(str(phone))
        for match in _DESK.finditer(passage.folded):
            above = min(places) < passage.at or -1 < here < match.start()
            below = max(places) > passage.at or here > match.start()
            up = match["way"] in "上記前記"
            if (above and not below and not up) or (below and not above and up):
                key = "desk_below" if up else "desk_above"
                suggestion = "下記" if up else "上記"
                yield _remark("wrong_direction", passage, match.span(), key, suggestion)


def list_without_items(reading: Reading) -> Iterator[Remark]:
    """次の各号 at the end of a clause that nothing hangs under."""
    for passage in reading.clauses:
        for match in _LISTED.finditer(passage.folded):
            rest = passage.folded[match.end() :]
            if "\n" in rest.strip() or _LIST_BEGINS.search(rest) or reading.children(passage):
                continue
            if cites_elsewhere(passage, match.start()) or _goes_on(reading, passage):
                continue
            yield _remark("points_nowhere", passage, match.span(), "nothing_after")


def above_at_the_top(reading: Reading) -> Iterator[Remark]:
    """上記 in the first sentence of all."""
    preamble = reading.passages[0]
    lines = [line for line in preamble.folded.splitlines() if line.strip()]
    body = lines[1:] if lines and "。" not in lines[0] else lines
    if not body or not (match := re.search("上記|前記", body[0].split("。")[0])):
        return
    start = preamble.folded.index(body[0]) + match.start()
    yield _remark("points_nowhere", preamble, (start, start + 2), "nothing_before")


def _remark(
    rule: str, passage: Passage, span: tuple[int, int], key: str, suggestion: str = ""
) -> Remark:
    words = passage.written[slice(*span)]
    values = {"words": words, "suggestion": suggestion}
    return Remark(rule, passage.clause, words, Certainty.LIKELY, key, values, suggestion)


def _points_out(
    reading: Reading, articles: list[Passage], passage: Passage, match: re.Match[str]
) -> bool:
    back, unit = match["way"] == "前", match["unit"]
    inside = [each for each in (passage, *reading.ancestors(passage)) if _unit(each)]
    if unit in "条章":
        units = articles if unit == "条" else [e for e in reading.clauses if _unit(e) == "章"]
        own = next((each for each in inside if _unit(each) == unit), None)
        return own is not None and own is units[0 if back else -1]
    if unit == "項" and articles:
        return _points_out_of_article(reading, passage, match, back=back)
    # Without articles 項 may be any clause: only the very first has none before it.
    return back and unit == "項" and not articles and passage.at == 1


def _points_out_of_article(
    reading: Reading, passage: Passage, match: re.Match[str], *, back: bool
) -> bool:
    """項 are an article's own lines and the bare figures under it."""
    if _unit(passage) == "条":
        lines_before = passage.folded[: match.start()].lstrip().count("\n")
        heading = passage.folded.lstrip().startswith("(") and lines_before == 1
        after = passage.folded[match.end() :].strip()
        if back:
            return lines_before == 0 or (heading and _is_alone(passage.folded.lstrip()))
        return "\n" not in after and not reading.children(passage)
    parent = reading.passages[passage.parent] if passage.parent is not None else None
    if parent is None or _unit(parent) != "条" or not passage.numbers(".1", " 1", ")1"):
        return False
    if back:
        own_text = re.sub(r"^\(.*?\)", "", parent.folded.strip()).strip()
        return not own_text and 1 in passage.numbers(".1", " 1", ")1")
    return passage is reading.children(parent)[-1]


def _is_alone(text: str) -> bool:
    """Whether the first line is a heading in brackets and no more."""
    return bool(re.fullmatch(r"\([^)]*\)\s*", text.split("\n")[0]))


def _goes_on(reading: Reading, passage: Passage) -> bool:
    """Whether the list may be what follows the clause at its own depth."""
    following = reading.passages[passage.at + 1]
    if not following.clause or following.depth < passage.depth:
        return False
    same = {one.style for one in following.names} & {one.style for one in passage.names}
    # Some lists go on in the style of the sentence that announces them, as words without a stop.
    return not same or following.is_bullet or not following.folded.rstrip().endswith("。")


def _unit(passage: Passage) -> str:
    return next((one.style[1] for one in passage.names if one.rank >= 0), "")


def _added(reading: Reading, passage: Passage) -> bool:
    """Whether a clause belongs to an 附則, whose articles count anew."""
    return any(
        one.style == "附則" for each in (passage, *reading.ancestors(passage)) for one in each.names
    )
