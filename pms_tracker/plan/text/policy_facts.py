"""What a policy says of itself beside its clauses: its history, and how it ends."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pms_tracker.kernel.era_dates import FoundDay, find_days, fold
from pms_tracker.plan.text import policy_names
from pms_tracker.plan.text.policy_written import days_in, without_days

_KINDS = (
    (
        "enacted",
        r"制\s*[定訂]|策\s*定|初\s*版|enact(?:ed|ment)|establish(?:ed|ment)|adopt(?:ed|ion)"
        r"|issued?|published|created",
    ),
    (
        "revised",
        r"改\s*[定訂正]|更\s*新|見\s*直|revised|revision|amended|amendment|updated|reviewed|modified"
        r"|changed",
    ),
    ("effective", r"施\s*行|発\s*効|適\s*用|実\s*施|effective|(?:in|into) force|into effect"),
    # Whoever decided it, and on which day: its enactment where nothing else says so.
    (
        "bare",
        r"議\s*決|決\s*議|承\s*認|裁\s*定|決\s*[裁定]|公\s*[布開表]|掲\s*載|作\s*成"
        r"|発\s*行|approved|(?:previous|earlier) versions?|(?:version|as) of|dated|status(?=:)",
    ),
)
# A day that is still to come, or that changed nothing, is none of the history.
_TO_COME = re.compile(r"次回|予\s*定|期\s*限|まで$|next|変更\s*(?:なし|無)|no changes?", re.I)
_HISTORY_WORD = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS), re.I)
_CITES_LAW = re.compile(
    r"法律|法令|政令|保護法|改正法|指針|ガイドライン|号"
    r"|\b(?:[Ll]aws?|Acts?|GDPR|Directive|[Gg]uidelines?)\b|Regulation \("
)
# The text itself, where it is called as guidelines of others are.
_THIS = re.compile(r"(?:この|本)(?:指針|ガイドライン)")
# What else may be renewed on a day: システムを更新. Of the text itself its parts are revised.
_OBJECT = re.compile(
    r"(?P<what>[^\s、。をはがにで:()/]{1,20})を、?(?:(?:一部|全部|全面的に|新たに)\s?)?"
    r"(?:制\s*定|策\s*定|改\s*[定訂正]|更\s*新|見\s*直|施\s*行|適\s*用|実\s*施)"
    r"|\b(?P<subject>\w{1,20}) (?:was|were|(?:has|have) been) (?:\w{1,10} )?"
    r"(?:enacted|established|adopted|issued|published|created|revised|amended|updated|reviewed"
    r"|modified|changed|approved)\b"
)
_OF_TEXT = re.compile(
    r"方針|ポリシー|規[程則定約]|要[綱領項]|細則|内規|会則|条例|指針|宣言|基準|手順|マニュアル|目的"
    r"|[章節条項号文書版表式]|内容|記載|名称|一部|全部|これ"
    r"|policy|notice|statement|document|regulation|rule|provision|version|edition|page|^(?:it|this)$",
    re.I,
)
_SENTENCES = re.compile(r"(?<=。)|(?<=[.!?])\s+(?=[A-Z])")
_THIS_TEXT = re.compile(
    r"(?:この|本)(?:規[程則定約]|方針|要[綱領項]|細則|ポリシー|プライバシーポリシー|文書)"
)
# Which edition of a text a day is of: 初版, 第2版, Ver.1.1.
_NUMBER = r"(?P<{}>[0-9０-９]{{1,2}}(?:[.．][0-9０-９]{{1,2}}){{0,2}})"
_OF_EDITION = re.compile(
    rf"初\s?版|第?\s?{_NUMBER.format('n')}\s?版"
    rf"|\b(?:version|ver|revision|rev|v)[.．]?\s?{_NUMBER.format('v')}",
    re.I,
)
# A table of editions: what heads its columns, its cells, and which of its rows is the first.
_COLUMNS = re.compile(
    r"(?:[\s|・():-]|版数?|番号|No\.?|年月日|日付?|制定|改[定訂正]|内容|理由|事由|概要|備考|承認者?|作成者?"
    r"|(?i:version|revision|rev\.?|date|description|summary|changes?|author|approved by))+"
)
_CELLS = re.compile(r"\t|\||^(?:第?\s?[0-9.]+\s?版?|(?i:rev|ver|v)\.?\s?[0-9.]+)\s")
_FIRST = re.compile(r"制\s*定|策\s*定|初\s*版|新\s*規|(?i:first|initial|original)")
# What public bodies number: 規則第９号 is the text itself.
_OWN_NUMBER = re.compile(
    r"[一-鿿]{0,4}(?:規則|規程|規定|条例|訓令|告示|要綱|要領|達)(?:甲|乙)?\s?第?\s?[0-9一二三四五六七八九十百]{1,4}\s?号"
)
_LONGEST_HEAD = 24
# What a line may say of an edition beside its day.
_LONGEST_REASON = 60
# What heads a table of editions below the clauses.
_HISTORY_HEAD = re.compile(
    r"(?:(?:[改変制][定訂正更廃]?(?:の)?|文書)?(?:履歴|沿革|経緯)"
    r"|(?i:(?:revision|version|change|document) (?:history|log)))"
)
_NONE, _SOON = timedelta(0), timedelta(days=120)
# How long a revision may wait for the day from which it counts, as laws do.
_LATEST = timedelta(days=2 * 365)
_EFFECTIVE = re.compile(r"施\s*行|適\s*用")
# この規程の改正は、平成30年4月1日から施行する。
_COUNTS_FROM = re.compile(r"改[正定訂](?:は|が|し|後).{0,24}(?:から|より|に)\s?(?:施\s*行|適\s*用)")
_SUPPLEMENT_HEAD = re.compile(r"^[附付]\s*則(?=\s*\()")
_SUPPLEMENT_SENTENCE = re.compile(
    r"(?:この|本|当該?)(?:規[程則定約]|方針|指針|要[綱領項]|細則|条例|ポリシー|基準|改[正定訂]).{0,12}(?:から|より|に|付)"
)
_OF_ITSELF = re.compile(
    r"^(?:(?:first|last|originally|date|version|it|was|were) )*"
    rf"(?:{'|'.join(words for _, words in _KINDS)})"
    r"|\b(?:this|these|the (?:amended|revised)) "
    r"(?:policy|notice|statement|document|rules?|regulations?|provisions?)",
    re.I,
)
_BARE_REST = re.compile(r"[\s・:()【】\[\],、。.~日月火水木金土曜付第0-9版-]*")
_END_WORD = re.compile(
    r"以\s*上|(?:令和|平成|西暦|20)?\s{0,20}年\s{1,20}月\s{1,20}日|[(（]?[附付]\s*則.*|[附付]\s*記"
    r"|(?i:supplementary provisions?)"
    # What sites have below a page.
    r"|(?:この)?ページの?(?:先頭|トップ|上|最初)(?:[へに](?:戻る|もどる)?)?"
    r"|(?:(?:ページ|ホーム|前の?ページ|トップ(?:ページ)?)[へに])?戻る|[▲△↑]?\s?(?i:page\s?top|top)(?:[へに](?:戻る)?)?"
    r"|サイトマップ|(?i:(?:back|return) to (?:the )?top.{0,12})"
    r"|(?:©|\([Cc]\)|(?i:copyright)\s).{1,80}|.{1,80}(?i:all rights reserved)\.?"
    r"|Signed (?:for|on behalf of|by) .{1,60}"
    r"|(?:以\s*上、?)?(?:上記|この|本|当該)\S{0,12}を証する(?:ため|べく|もの).*"
)
_OF_SUPPLEMENT = re.compile(r"[附付]\s*則\s*\S|[(（].{4,24}改[正定訂][)）]$")


@dataclass(frozen=True)
class History:
    """When a policy was enacted and revised (oldest first), and enacted before it was made anew."""

    enacted_on: date | None
    revised_on: tuple[date, ...]
    enacted_before: tuple[date, ...] = ()


def history(lines: Iterable[tuple[str, bool]], *, month_first: bool | None = None) -> History:
    """The days that a text tells of itself, from lines beside "outside a clause".

    Of two 制定 the later counts, and both are kept. Without any the earliest 施行, failing that the
    earliest bare date below or above the clauses, is the enactment, and later ones are revisions.
    """
    days: dict[str, set[date]] = {
        kind: set() for kind in ("enacted", "effective", "bare", "revised", "counts")
    }
    carried: str | None = None
    decided, revised = False, None
    headed: set[date] = set()
    for text, outside in _by_sentence(lines):
        found = days_in(text, month_first)
        if not found:
            headed_as = _heading_kind(text) or ("revised" if heads_editions(text) else None)
            carried = headed_as or carried if _is_columns(text) else headed_as
        elif carried and outside and is_edition(text):
            kind = "enacted" if _FIRST.search(text) else "revised"
            days[kind].update(hit.day for hit in found[:1] if hit.day)
        elif not is_history(text) or not (outside or _says_which(text)):
            carried = None
        else:
            kinds = _kinds(text, found, carried)
            # The day from which an 附則 has a revision take effect is not another revision.
            told = [] if decided and _EFFECTIVE.search(text) else kinds
            # What stands below a revision without a word of its own is another.
            carried = "revised" if told and set(told) == {"revised"} else None
            for kind, hit in zip(told, found, strict=False):
                # Nor is that of a revision told just before.
                if not (revised and hit.day and _takes_effect(revised, kind, hit.day, text)):
                    counts = kind == "revised" and _COUNTS_FROM.search(text)
                    days["counts" if counts else kind].update({hit.day} - {None})  # type: ignore[arg-type]
                revised = hit.day if kind == "revised" else None
            decided = bool(_OF_SUPPLEMENT.match(text)) and set(kinds) == {"revised"}
            if decided and not _HISTORY_WORD.search(text):
                headed.update(hit.day for hit in found if hit.day)
    return _concluded(_by_heads(_with_counted(days), headed))


def _by_sentence(lines: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """The lines, and of a paragraph that tells a day the sentences that speak of the text."""
    for text, outside in lines:
        parts = _SENTENCES.split(text) if _HISTORY_WORD.search(text) and days_in(text) else []
        told = [each for each in parts if _OF_ITSELF.search(each) or _THIS_TEXT.search(each)]
        if len(parts) > 1 and told and not is_history(text):
            yield from ((each.rstrip(". "), False) for each in told)
        else:
            yield text, outside


def _with_counted(days: dict[str, set[date]]) -> dict[str, set[date]]:
    """A revision of which no more is told than from when it counts was made on that day."""
    later = {
        day
        for day in days["counts"]
        if not any(_NONE < day - it <= _SOON for it in days["revised"] - days["counts"])
    }
    return {**days, "revised": days["revised"] | later}


def _by_heads(days: dict[str, set[date]], headed: set[date]) -> dict[str, set[date]]:
    """Where nothing but its 附則, each headed by its day, says so, the first is the enactment."""
    if not headed or any(days[kind] for kind in days if kind not in ("revised", "counts")):
        return days
    if days["revised"] - headed:
        return days
    return {**days, "enacted": {min(headed)}, "revised": days["revised"] - {min(headed)}}


def _takes_effect(revised: date, kind: str, day: date, text: str) -> bool:
    """Whether a day told just behind that of a revision is the one from which it counts."""
    is_sentence = _SUPPLEMENT_SENTENCE.search(text)
    return kind == "effective" and _NONE <= day - revised <= _LATEST and not is_sentence


def _concluded(days: Mapping[str, set[date]]) -> History:
    if days["enacted"]:
        *before, enacted_on = sorted(days["enacted"])
        # Where no revision is told, the days from which later 附則 count are those of revisions;
        # the first is when the enactment itself came to count.
        later = sorted(day for day in days["effective"] if day > enacted_on)
        if days["revised"]:
            # One that came to count long after the last revision was told is another.
            later = [day for day in later if day - max(days["revised"]) > _SOON]
        elif enacted_on not in days["effective"]:
            later = later[1:]
        revised = sorted((days["revised"] | set(later)) - {enacted_on})
        return History(enacted_on, tuple(revised), tuple(before))
    # A revision's 附則 says from when it counts, not when the text was made.
    source = (days["effective"] - days["revised"]) or days["bare"] or days["effective"]
    first = min(source, default=None)
    # That of a revision that was decided shortly before is no other one.
    others = {day for day in source if not any(_SOON > day - it >= _NONE for it in days["revised"])}
    return History(first, tuple(sorted((days["revised"] | others) - {first})))


def _says_which(text: str) -> bool:
    """Whether a line within the clauses says itself what its day is."""
    if _SUPPLEMENT_HEAD.match(fold(text)[0]):
        return True
    # English sentences tell of cards that were issued as they tell of the policy.
    return bool(_HISTORY_WORD.search(text)) and (
        not text.isascii() or bool(_OF_ITSELF.search(text))
    )


def _is_columns(text: str) -> bool:
    """Whether a line says nothing, or heads the columns of a table."""
    return not text or bool(_COLUMNS.fullmatch(fold(text[:61])[0]))


def heads_editions(text: str) -> bool:
    """Whether a line heads the columns of a table of editions: 版, 日付, 内容."""
    return bool(re.search(r"[^\W\d_][\s|]+[^\W\d_]", text)) and _is_columns(text)


def is_edition(text: str) -> bool:
    """Whether a line is of a table of editions: 2.0, the day, and what was changed."""
    return bool(_CELLS.search(fold(text[:61])[0])) and bool(find_days(text[:61]))


def is_history(text: str) -> bool:
    """Whether a line tells when this policy was made or changed, or is no more than a date."""
    if len(text) > 120 or not days_in(text):
        return False
    rest = _SUPPLEMENT_HEAD.sub("", _OWN_NUMBER.sub(" ", fold(without_days(text))[0]))
    signer = rest.strip(" ()")
    begin = fold(text[: days_in(text)[0].start])[0].strip(" :(,、-–—|/")
    if begin and _OF_EDITION.fullmatch(begin) and len(rest) < _LONGEST_REASON:
        return True
    if _BARE_REST.fullmatch(rest) or policy_names.is_company(signer):
        return True
    if policy_names.begins_with_head(signer):
        return True
    if not _HISTORY_WORD.search(rest) or _is_anothers(rest):
        return False
    # What was changed may be named behind it: 一部改正（第3条、第4条）.
    rest = re.sub(r"\([^()]*\)\s*$", "", _HISTORY_WORD.sub(" ", rest))
    listed = re.sub(r"(?:^|(?<=\s))[、,]|[、,](?=\s)", " ", rest).strip(" 、。")
    is_sentence = any(map(_SUPPLEMENT_SENTENCE.search, (text, without_days(text))))
    return is_sentence or not re.search("[、。]", listed)


def _is_anothers(rest: str) -> bool:
    """Whether what was done on a day was done to a law or a thing, or is still to come."""
    if _CITES_LAW.search(_THIS.sub("", rest)) or _TO_COME.search(rest):
        return True
    other = _OBJECT.search(rest)
    return bool(other and not _OF_TEXT.search(other["what"] or other["subject"]))


def tells_history(text: str) -> bool:
    """Whether a line tells a day and in words what was done on it: 制定, 改定."""
    return bool(_HISTORY_WORD.search(text)) and is_history(text)


def begins_closing(line: str, following: Sequence[str]) -> bool:
    """Whether a policy's closing starts here: its history, 以上, its company and representative."""
    if is_history(line) or _END_WORD.fullmatch(line) or policy_names.signs(line, following):
        return True
    below = [text for text in following if text][:3]
    if len(line) <= _LONGEST_HEAD and _HISTORY_HEAD.fullmatch(line) and any(map(is_edition, below)):
        return True
    if _heading_kind(line) and below and (is_history(below[0]) or any(map(is_edition, below))):
        return True
    if heads_editions(line) and any(map(is_edition, below)):
        return True
    names = policy_names.is_company(line) or policy_names.names_office(line)
    return names and (not below or any(begins_closing(text, ()) for text in below))


def _kinds(text: str, found: Sequence[FoundDay], carried: str | None) -> list[str]:
    """What each date of a line stands for: 制定:DATE names it before, DATE制定 after the date."""
    # 改定履歴: heads what follows and says nothing of the first day.
    head = _HISTORY_HEAD.match(text)
    told = list(_HISTORY_WORD.finditer(text, head.end() if head else 0))
    words = [(each.start(), each.lastgroup or "") for each in told]
    if all(_OF_EDITION.fullmatch(each[0]) for each in told):
        words = [(each.start(), _edition_kind(each)) for each in _OF_EDITION.finditer(text)]
    if not words:
        amends = _SUPPLEMENT_HEAD.match(fold(text)[0])
        return [carried or ("revised" if amends else "bare")] * len(found)
    kinds: list[str] = []
    # English has its word before a day: 1 February 2017 (amended 1 February 2020).
    leads = text.isascii() and words[-1][0] < found[-1].start
    for hit in found:
        if leads or words[0][0] < found[0].start:
            before = [kind for start, kind in words if start < hit.start]
            kinds.append((before or [carried or "bare"])[-1])
        else:
            after = [kind for start, kind in words if start >= hit.end]
            kinds.append(after[0] if after else kinds[-1])
    return kinds


def _edition_kind(match: re.Match[str]) -> str:
    """The first edition is the enactment, any other one a revision."""
    number = re.split("[.．]", match["n"] or match["v"] or "1")
    return "enacted" if int(number[0]) < 2 and not any(map(int, number[1:])) else "revised"


def _heading_kind(text: str) -> str | None:
    match = _HISTORY_WORD.search(text)
    return match.lastgroup if match and len(text) <= 12 and text[-1] not in "。." else None
