"""What a policy says of itself beside its clauses: title, issuer, representative, history, desk."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from pms_tracker.kernel.era_dates import FoundDay, find_days, find_months, fold
from pms_tracker.plan.text import policy_desk
from pms_tracker.plan.text.policy_desk import written
from pms_tracker.plan.text.policy_labels import without_mark

_TITLE_WORD = re.compile(
    r"方針|ポリシー|規[程則定]|要[綱領項]|条例|細則|内規|会則|宣言|憲章|privacy|policy", re.I
)
# What front matter calls it.
_TITLE_KEY = re.compile(r"^(?:title|subject|件名)\s*[:：]\s*[\"']?|(?<=[^\s])[\"']$", re.I)
_TITLE_END = re.compile(rf"(?:{_TITLE_WORD.pattern})(?:について|に関して)?[)）」』\s]*$", re.I)
_KINDS = (
    (
        "enacted",
        r"制\s*[定訂]|策\s*定|初\s*版|enacted|established|adopted|issued|published|created",
    ),
    ("revised", r"改\s*[定訂正]|更\s*新|見\s*直|revised|amended|updated|reviewed|modified"),
    ("effective", r"施\s*行|発\s*効|適\s*用|実\s*施|effective|(?:in|into) force|into effect"),
    # Whoever decided it, and on which day: its enactment where nothing else says so.
    (
        "bare",
        r"議\s*決|承\s*認|裁\s*定|決\s*[裁定]|公\s*布|作\s*成|approved|(?:version|as) of|dated",
    ),
)
# A day that is still to come is none of the history.
_TO_COME = re.compile(r"次回|予\s*定|期\s*限|まで$|next", re.I)
_HISTORY_WORD = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS), re.I)
_CITES_LAW = re.compile(
    r"法律|法令|政令|保護法|改正法|指針|ガイドライン|号"
    r"|\b(?:[Ll]aws?|Acts?|GDPR|Directive|[Gg]uidelines?)\b|Regulation \("
)
# A table of editions: what heads its columns, its cells, and which of its rows is the first.
_COLUMNS = re.compile(
    r"(?:[\s|・()]|版数?|番号|No\.?|年月日|日付?|制定|改[定訂正]|内容|理由|事由|概要|備考|承認者?|作成者?"
    r"|(?i:version|revision|date|description|changes?|author|approved by))+"
)
_CELLS = re.compile(r"\t|\||^(?:第?\s?[0-9.]+\s?版?|(?i:rev|ver|v)\.?\s?[0-9.]+)\s")
_FIRST = re.compile(r"制\s*定|策\s*定|初\s*版|新\s*規|(?i:first|initial|original)")
# What public bodies number: 規則第９号 is the text itself.
_OWN_NUMBER = re.compile(
    r"[一-鿿]{0,4}(?:規則|規程|規定|条例|訓令|告示|要綱|要領|達)(?:甲|乙)?\s?第?\s?[0-9一二三四五六七八九十百]{1,4}\s?号"
)
_NONE, _SOON = timedelta(0), timedelta(days=120)
# How long a revision may wait for the day from which it counts, as laws do.
_LATEST = timedelta(days=2 * 365)
_EFFECTIVE = re.compile(r"施\s*行|適\s*用")
_SUPPLEMENT_HEAD = re.compile(r"^[附付]\s*則(?=\s*\()")
_SUPPLEMENT_SENTENCE = re.compile(
    r"(?:この|本|当該?)(?:規[程則定]|方針|ポリシー|基準|改[正定訂]).{0,12}(?:から|より|に|付)"
)
_OF_ITSELF = re.compile(
    r"^(?:(?:first|last|originally|date|version|it|was|were) )*"
    rf"(?:{'|'.join(words for _, words in _KINDS)})"
    r"|\b(?:this|these|the (?:amended|revised)) "
    r"(?:policy|notice|statement|document|rules?|regulations?|provisions?)",
    re.I,
)
_BARE_REST = re.compile(r"[\s・:()【】\[\],、。.~日月火水木金土曜付第0-9版-]*")
_END_WORD = re.compile(r"以\s*上|[附付]\s*則.*")
_FORM = (
    r"(?:株式会社|有限会社|合同会社|合資会社|合名会社|相互会社|(?:一般|公益)?(?:社団|財団)法人"
    r"|(?:(?:認定)?(?:特定非営利活動|NPO\s?)|学校|(?:社会)?医療|社会福祉|宗教|監査|税理士|弁護士|弁理士|司法書士|行政書士"
    r"|社会保険労務士|土地家屋調査士|特許業務|農事組合|(?:地方)?独立行政|国立大学|公立大学)法人"
    r"|(?:生活|農業|漁業|事業)?協同組合|信用(?:金庫|組合)|\(株\)|\(有\))"
)
# How offices are called that are no company: a name of their own ends so.
_OFFICE = (
    r"(?:クリニック|医院|歯科|病院|診療所|薬局|(?:幼稚|保育|こども|学)園|(?:小|中|高等|専門)学校|学院|大学"
    r"|事務所|商工会(?:議所)?|教育委員会|(?:連合|自治|町内|協|学|医師|薬剤師|振興|協議|商店)会"
    r"|(?:健康保険|森林|漁業|農業|同業|管理)組合|[市町村区県])"
)
_NAME = r"[^\s、。,()「」:]"
# の ends a company's name before what it has; before anything else it is part of the name.
_OF_COMPANY = (
    r"個人|プライバシ|お客|顧客|方針|取[扱り]|情報|保護|基本|代表|役[員職]|従業|社員|事業|商品"
    r"|製品|サービス|運営|提供|皆|当社|ウェブ|ホームページ|サイト|本社|店舗|採用|業務|規[程則]"
)
_OFFICE_ALONE = re.compile(rf"{_NAME}{{2,20}}?{_OFFICE}")
# What a title speaks of, behind the name of whoever issues it.
_SUBJECT = r"(?:保有|特定|従業[員者]?|社員)?(?:の)?個人(?:情報|データ)|お?客様|プライバシー|議会"
_ENGLISH_NAME = r"[A-Z][\w&'’-]{0,30}(?: (?:[A-Z&][\w&'’-]{0,30}|of|and|for|the)){0,6}"
_ENGLISH_COMPANY = re.compile(
    rf"{_ENGLISH_NAME},? (?:Co\.,? ?Ltd\.?|Company,? Limited|Inc\.?|Incorporated|Ltd\.?"
    r"|Limited|LLC|LLP|PLC|Corporation|Corp\.?|K\.K\.|G\.K\.|GmbH|Foundation|Association|School|University|College"
    r"|Hospital|Clinic)(?![\w])"
)
_ENGLISH_HEAD = (
    r"(?:(?:Representative |Managing |Executive )?Director|Managing Partner|Principal"
    r"|Head(?:master| of School| Teacher)?|Secretary General"
    r"|(?:Vice )?(?:President|Chairman|Chairperson)|CEO|Chief Executive Officer|Representative)"
)
_PERSON = r"[A-Z][\w'’.-]{0,30}(?: [A-Z][\w'’.-]{0,30}){1,3}"
_ENGLISH_REPRESENTATIVE = (
    re.compile(
        rf"(?:[^:;]{{1,60}}[,;] )?{_ENGLISH_HEAD}(?:(?: and|,| &)? {_ENGLISH_HEAD})?"
        rf"(?:: ?|, ?| )(?P<name>{_PERSON})"
    ),
    re.compile(
        r"(?:(?:Signed|Approved|Issued)(?: by)?|By|Name)?\s?:?\s?"
        rf"(?P<name>{_PERSON})(?:, ?| ?\(){_ENGLISH_HEAD}\b.{{0,40}}"
    ),
)
_ISSUER = re.compile(
    rf"(?<!{_NAME}){_FORM}\s?{_NAME}+?(?=では|で、|における|について|として|および|及び"
    rf"|[はがをに](?![ぁ-ん])|の(?={_OF_COMPANY})|[\s、。,()「」:]|代表|{_SUBJECT}|$)"
    rf"|{_NAME}+?{_FORM}(?=\W|$|{_SUBJECT})"
)
_OFFICE_NAME = re.compile(
    rf"(?:^|(?<=\s)|(?<=○)){_NAME}{{2,20}}?{_OFFICE}(?=は|では|における|の(?={_OF_COMPANY})|{_SUBJECT}|\s|$)"
)
_ISSUER_LINE = re.compile(rf"{_FORM}\s?\S+|\S+\s?{_FORM}")
# Of whom a company runs it: 医療法人みほん会 みほん病院.
_COMPANY_OFFICE = re.compile(rf"{_FORM}{_NAME}{{1,16}}\s{_NAME}{{1,16}}{_OFFICE}")
_HEAD = (
    r"(?:代表取締役|取締役社長|代表社員|代表理事|代表者|代表|理事長|学院長|塾長|社長|会長)(?:氏?名)?"
    r"(?:\s?(?:社長|会長|副社長|兼?\s?CEO|執行役員|学院長|塾長|弁護士|税理士|公認会計士|司法書士|医師))*"
)
# Of those that are words of ordinary sentences too, a blank or a colon stands before the name.
_HEAD_OF_OFFICE = (
    r"(?:(?:病)?院長|園長|校長|学長|総長|[市町村区]長|知事|教育長|会頭|組合長|所長|施設長|住職|宮司"
    r"|(?:専務|常務)理事|代表(?:弁護士|税理士|司法書士|行政書士)|支部長|館長)(?:氏?名)?"
)
_REPRESENTATIVE = re.compile(
    rf"(?:{_HEAD}(?:\s*:\s*|\s+|(?=\S{{2,8}}$))|{_HEAD_OF_OFFICE}(?:\s*:\s*|\s+))"
    r"(?!\S*(?:取締役|[社会部課室院園校所]長|者)[)\s]*$)"
    r"(?P<name>[^\s、。:)0-9][^、。:0-9]{0,30})$"
)
_HEAD_ALONE = re.compile(rf"(?:{_FORM}\S*\s+)?(?:{_HEAD}|{_HEAD_OF_OFFICE})\s*:?\s*")
# The stamp, and how a name is read.
_BEHIND_NAME = re.compile(r"\s*(?:[(（][ぁ-んァ-ヶー\s\u3000]+[)）])?\s*[印㊞]?\s*$")
_HEAD_MATTER = re.compile(
    r"(?:(?:文書|管理|規程|整理)\s?)?(?:番号|No\.|№)|版\s?数|第?\s?[0-9.]+\s?版"
    r"|.{0,40}(?:各位|御中|[様殿]|皆(?:様|さま)|様へ|さまへ)$"
)
_OF_THE_FIELD = re.compile(r"個人情報|個人データ|プライバシー?|取り?扱い|保護|personal|data", re.I)
# Whoever a letter goes to did not write it.
_ADDRESSED = re.compile(r"(?:御中|各位|[^皆]様|殿|[^一-鿿]行)\s*$")
# HOME > 会社情報 > 個人情報保護方針
_TRAIL = re.compile(r"(?:home|top(?:\s?page)?|ホーム|トップ(?:ページ)?)\s*[>»≫›/|]", re.I)
# The lines among which a title is looked for.
_TOP = 9
_OF_SUPPLEMENT = re.compile(r"[附付]\s*則\s*\S|[(（].{4,24}改[正定訂][)）]$")


def title(lines: Sequence[str]) -> str:
    """The line near the top that names a policy, else the first line if it is short, else ""."""
    top = [line for line in lines if line][:_TOP]
    named = [line for line in top if names_a_policy(line)]
    first = [line for line in top if not is_head(line)] or top
    short = [line for line in first[:1] if len(line) <= 60 and not re.search("[、。]", line)]
    return _TITLE_KEY.sub("", without_mark(next(iter(named + short), "")))


def is_head(line: str) -> bool:
    """Whether a line above a title is none: the paper's number, a day, the addressee, who issues
    it."""
    if is_company(line) or is_trail(line) or _OFFICE_ALONE.fullmatch(fold(line[:41])[0]):
        return True
    if _HEAD_MATTER.match(fold(line[:61])[0]) or representative([line]):
        return True
    return is_history(line)


def is_trail(line: str) -> bool:
    """Whether a line says where in a site its page is."""
    return bool(_TRAIL.match(fold(line[:61])[0]))


def may_be_title(line: str) -> bool:
    """Whether a line below a paper's head can be its title, though it says no 方針 or 規程."""
    if is_trail(line):
        return False
    return names_a_policy(line) or bool(_OF_THE_FIELD.search(line))


def names_a_policy(line: str) -> bool:
    """Whether a line can be the title of a policy or a rule."""
    if (
        len(line) > 60
        or "。" in line
        or is_trail(line)
        or ("、" in line and not _TITLE_END.search(line))
    ):
        return False
    # 個 人 情 報 保 護 方 針 is written wide to look well.
    return bool(_TITLE_WORD.search(line) or _TITLE_WORD.search(re.sub(r"\s", "", line)))


def issuer(lines: Sequence[str]) -> str | None:
    """The company, as a line of its own if there is one, else where it is first named."""
    alone = [line for line in lines if is_company(line)]
    own = [line for line in [*alone, *lines] if not _ADDRESSED.search(line[:200])]
    among = [without_mark(_without_days(line[:200])) for line in own]
    found = (written(_ISSUER, line) or written(_ENGLISH_COMPANY, line) for line in among)
    # An office that is no company has no form: it is known by how its name ends.
    offices = (written(_OFFICE_NAME, line) for line in among)
    return next((name for name in (*found, *offices) if name), None)


def representative(lines: Sequence[str]) -> str | None:
    """The name behind the representative's title, or below it, nearest to the end."""
    pairs = (
        f"{line} {below}" if _HEAD_ALONE.fullmatch(fold(line[:61])[0]) else line
        for line, below in zip(lines, [*lines[1:], ""], strict=False)
    )
    short = [line for line in pairs if len(line) <= 60]
    short += [
        f"{line}, {below}"
        for line, below in pairwise(lines)
        if len(line) <= 40 and re.fullmatch(_ENGLISH_HEAD, below[:60].strip())
    ]
    found = (_head(line) for line in reversed(short))
    return next((name for name in found if name), None)


def _head(line: str) -> str | None:
    if name := written(_REPRESENTATIVE, line, "name"):
        return _BEHIND_NAME.sub("", name) or None
    matches = (pattern.fullmatch(line.strip()) for pattern in _ENGLISH_REPRESENTATIVE)
    names = (match["name"] for match in matches if match)
    return next((name for name in names if not is_company(name)), None)


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
        kind: set() for kind in ("enacted", "effective", "bare", "revised")
    }
    carried: str | None = None
    decided, revised = False, None
    for text, outside in lines:
        found = _days(text, month_first)
        if not found:
            carried = _heading_kind(text) or carried if _is_columns(text) else _heading_kind(text)
        elif carried and outside and _is_row(text):
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
                    days[kind].update({hit.day} - {None})  # type: ignore[arg-type]
                revised = hit.day if kind == "revised" else None
            decided = bool(_OF_SUPPLEMENT.match(text)) and set(kinds) == {"revised"}
    return _concluded(days)


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
        revised = sorted(days["revised"] | set(later))
        return History(enacted_on, tuple(revised), tuple(before))
    source = days["effective"] or days["bare"]
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


# Of one line it is asked several times, whether it is a heading, a title and the closing's begin.
@lru_cache(maxsize=256)
def _days(text: str, month_first: bool | None = None) -> tuple[FoundDay, ...]:
    found = [*find_days(text, month_first=month_first), *find_months(text)]
    return tuple(sorted(found, key=lambda hit: hit.start))


def _is_columns(text: str) -> bool:
    """Whether a line says nothing, or heads the columns of a table."""
    return not text or bool(_COLUMNS.fullmatch(fold(text[:61])[0]))


def _is_row(text: str) -> bool:
    """Whether a line is of a table of editions: 2.0, the day, and what was changed."""
    return bool(_CELLS.search(fold(text[:61])[0])) and bool(find_days(text[:61]))


def is_history(text: str) -> bool:
    """Whether a line tells when this policy was made or changed, or is no more than a date."""
    if len(text) > 120 or not _days(text):
        return False
    rest = _SUPPLEMENT_HEAD.sub("", _OWN_NUMBER.sub(" ", fold(_without_days(text))[0]))
    if _BARE_REST.fullmatch(rest) or is_company(rest.strip(" ()")):
        return True
    if not _HISTORY_WORD.search(rest) or _CITES_LAW.search(rest) or _TO_COME.search(rest):
        return False
    rest = _HISTORY_WORD.sub(" ", rest)
    listed = re.sub(r"(?:^|(?<=\s))[、,]|[、,](?=\s)", " ", rest).strip(" 、。")
    return bool(_SUPPLEMENT_SENTENCE.search(text)) or not re.search("[、。]", listed)


def begins_closing(line: str, following: Sequence[str]) -> bool:
    """Whether a policy's closing starts here: its history, 以上, its company and representative."""
    if is_history(line) or _END_WORD.fullmatch(line) or representative([line]):
        return True
    if _HEAD_ALONE.fullmatch(fold(line[:61])[0]):
        return bool(representative([line, *following[:1]]))
    below = [text for text in following if text][:3]
    if _heading_kind(line) and below and (is_history(below[0]) or any(map(_is_row, below))):
        return True
    names = is_company(line) or bool(_OFFICE_ALONE.fullmatch(fold(line[:41])[0]))
    return names and (not below or any(begins_closing(text, ()) for text in below))


def _kinds(text: str, found: Sequence[FoundDay], carried: str | None) -> list[str]:
    """What each date of a line stands for: 制定:DATE names it before, DATE制定 after the date."""
    words = [(match.start(), match.lastgroup or "") for match in _HISTORY_WORD.finditer(text)]
    if not words:
        amends = _SUPPLEMENT_HEAD.match(fold(text)[0])
        return [carried or ("revised" if amends else "bare")] * len(found)
    kinds: list[str] = []
    for hit in found:
        if words[0][0] < found[0].start:
            kinds.append([kind for start, kind in words if start < hit.start][-1])
        else:
            after = [kind for start, kind in words if start >= hit.end]
            kinds.append(after[0] if after else kinds[-1])
    return kinds


def _heading_kind(text: str) -> str | None:
    match = _HISTORY_WORD.search(text)
    return match.lastgroup if match and len(text) <= 12 and text[-1] not in "。." else None


def is_company(line: str) -> bool:
    """Whether a line names a company and says no more."""
    folded = fold(line[:41])[0]
    english = len(line) <= 60 and _ENGLISH_COMPANY.fullmatch(line.strip())
    japanese = (
        len(line) <= 40 and _ISSUER_LINE.fullmatch(folded) and not policy_desk.ROLE.search(folded)
    )
    return bool(english or japanese or _COMPANY_OFFICE.fullmatch(folded))


def begins_with_company(line: str) -> bool:
    """Whether a line names a company and, after a blank, who there is meant."""
    return bool(re.match(rf"{_FORM}\S{{1,30}}\s|\S{{1,30}}?{_FORM}\s", fold(line[:61])[0]))


def _without_days(text: str) -> str:
    for hit in reversed(_days(text)):
        text = f"{text[: hit.start]} {text[hit.end :]}"
    return text
