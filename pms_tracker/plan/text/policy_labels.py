"""The labels of clauses: whether a line begins with one, and all the ways to read it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pms_tracker.kernel.era_dates import fold, read_number
from pms_tracker.plan.text import policy_symbols

_CIRCLED = re.compile("[①-⑳㉑-㉟㊱-㊿❶-❿⓫-⓴]")
_ROMAN_SIGN = re.compile(r"([Ⅰ-Ⅻⅰ-ⅻ])\s?[.．,、)）]?")
_SUPPLEMENT = re.compile(
    r"[附付]\s*則(?=$|\s|[(:第])|\(\s?[附付]\s*則\s?\)"
    r"|(?i:supplementary provisions?)(?=\s*(?:$|[(:]))"
)
_ARTICLE = re.compile(
    r"第\s?(?P<n>[0-9]{1,3}|[一二三四五六七八九十百]{1,5})\s?(?P<unit>[編章節款条]|部(?=[\s(:]|$))"
    r"(?P<sub>(?:\s?の\s?(?:[0-9]{1,2}|[二三四五六七八九十]{1,2}(?![^\s(の]))){0,3})"
    r"(?![にはをがでと、,。]|の(?![\s(])|から|まで|より|及び|又は|第|[0-9])[.:]?"
)
# 第1項 and 第2号 in front of words of their own; without a blank they are referred to.
_PART_OF_ARTICLE = re.compile(
    r"第\s?(?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s?(?P<unit>[項号])(?=[\s(]+\S)"
)
_COUNTED_IN_WORDS = re.compile(
    r"(?P<name>[そ其]の|§|ステップ|手順|(?i:step))\s?(?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?=[\s.:])[.:]?"
)
_ENGLISH_ARTICLE = re.compile(
    r"(?P<unit>(?i:part|chapter|section|article))\s{1,3}(?P<n>[0-9]{1,3}|[IVX]{1,5}|[A-Z])"
    r"(?![0-9A-Za-z]|\.[0-9])(?:[.:]|\s[-–—](?=\s))?(?=\s|\(|$)"
)
# What is attached to a text, and no more in its line than whose it is: 別表第１（第３条関係）.
_ANNEX = re.compile(
    r"(?P<name>別表|別紙|別記|別添|[付附][表記]|(?:別[記紙]\s?)?(?:様式|書式)|(?i:annex|appendix)(?=\s)"
    r"|(?i:schedule|exhibit|attachment)(?=\s(?:[0-9]{1,2}|[IVX]{1,4}|[A-Z])(?![0-9A-Za-z])))"
    r"(?:\s?第?\s?(?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,3}|(?<=\s)(?:[IVX]{1,4}|[A-Z])(?![A-Za-z]))"
    r"\s?号?(?:の[0-9]{1,2})?)?"
    r"(?=\s*$|\s*[(:]|\.\s|\s+\S{1,30}(?:\s\S{1,20}){0,4}$)(?!.*(?:。|\t|\|))"
)
# Articles that were taken out: 第２条及び第３条　削除, 第６条から第９条まで　削除.
_REMOVED = re.compile(
    r"第\s?[0-9一二三四五六七八九十百]{1,5}\s?条\s?(?:及び|から|・|、|~)\s?"
    r"第\s?(?P<n>[0-9一二三四五六七八九十百]{1,5})\s?条(?:まで)?(?=\s*削除\s*$)"
)
# A question of Q&A; what answers it is no clause of its own.
_QUESTION = re.compile(
    r"(?:[Qq]|問)\s?(?P<n>[0-9]{1,2})?(?:[.:、)]|(?=\s))"
    r"|[\[【〔〈《<(]\s?(?:[Qq]|問)\s?(?P<framed>[0-9]{1,2})\s?[\]】〕〉》>)]"
)
_ENGLISH_UNITS = {"part": "編", "chapter": "章", "section": "節", "article": "条"}
_ORDINAL = re.compile(
    r"第(?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:に(?=、)|(?=[ \t.:、]))[.:、]?"
)
_SYMBOL = r"(?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,3}|[ivx]{1,5}|[IVX]{1,5}|[a-z]|[A-Z]|[ア-ン])"
# What may not follow the full stop: 1.5, e.g., U.S. are no labels, "1.Cookie" is one.
_NO_WORD = (
    r"(?:(?<=[0-9].)(?![0-9])|(?<=[a-z].)(?![0-9a-z])|(?<=[A-Z].)(?![0-9A-Za-z])"
    r"|(?<=[^\x00-\x7f].))"
)
# What was put between two later on: 1の2, (2)の2, 二の二, ア-2.
_BRANCH = r"\s?の\s?(?:[0-9]{1,2}|[二三四五六七八九])"
_SUB = rf"(?P<sub>{_BRANCH}|(?<=[ア-ン])-[0-9]{{1,2}})?"
_SUB_BEHIND = rf"(?P<behind>(?:{_BRANCH}|-[0-9]{{1,2}})(?=[\s.,、]))?"
# What frames a number: (1) and 【1】 are rows apart, and apart from 1.
FRAMED = ("()", "[]", "<>")
_FRAMES = (
    ("()", re.compile(rf"\(\s?{_SYMBOL}{_SUB}\s?\){_SUB_BEHIND}")),
    ("[]", re.compile(rf"[\[【〔]\s?{_SYMBOL}{_SUB}\s?[\]】〕]{_SUB_BEHIND}")),
    ("<>", re.compile(rf"[〈《<]\s?{_SYMBOL}{_SUB}\s?[〉》>]{_SUB_BEHIND}")),
    # A letter in these is a word that is defined.
    ("[]", re.compile(r"[「『]\s?(?P<n>[0-9]{1,2})\s?[」』](?![とのはをにがで、])")),
    (")", re.compile(rf"{_SYMBOL}{_SUB}\s?\)")),
    (".", re.compile(rf"{_SYMBOL}{_SUB}[.,、]{_NO_WORD}")),
)
# 1：取得, of which only a row is believed.
_COLON = re.compile(r"(?P<n>[0-9]{1,2}):(?![0-9/])")
# What heads remarks below a text rather than something attached to it.
_NOTES = ("付記", "附記")
# 【第１章　総則】, 〔附則〕: what says in words what it is, as a bracket holds it.
_ENCLOSED = re.compile(
    r"[\[【〔〈《<]\s?(?P<inner>[^\[\]【】〔〕〈〉《》<>]{2,30}?(?<!関係))\s?[\]】〕〉》>]"
)
_DOTTED = re.compile(
    r"(?P<n>[0-9]{1,2}(?:\.[0-9]{1,2}){1,3})\.?(?![0-9.,%A-Za-z倍年月割点以超未版])"
    r"|(?P<h>[0-9]{1,2}(?:-[0-9]{1,2}){1,3})(?:\.|(?=\s)|(?=[一-鿿ァ-ヶおごこそあ「]))(?![0-9.,%])"
)
# Words that only begin with what else is counted: 件名, 回数, 名簿, 日常.
_WORDS_AS_COUNTED = (
    r"年[度齢次金末始号報]|月[例次額末報]|日[常時付程誌報本]|時(?:間外|[期刻効])|分[類担析野割散別]"
    r"|人[事員数的物権材格]|名[簿称前義刺札宛]|回[数答線覧収復避送]|件[名数]|円滑|階層|番号|点[検数]"
    r"|社[内外員会長名則印]|週[次報末]|個[別々]"
)
_ENGLISH_COUNTER = r"(?:hour|day|week|month|year|time|copies|people|person)s?(?![A-Za-z])"
# Where one of these follows, the figure may as well count something: "2 回", "3 か月".
_COUNTER = re.compile(
    rf"(?!{_WORDS_AS_COUNTED})"
    r"(?:[0-9年月日時分秒人名回件円階歳番点倍社週つ]|営業日|[通部枚冊](?=[にをはがまで])|個(?!人)|[かヶカ箇][月所年国]|丁目|か所"
    rf"|{_ENGLISH_COUNTER})"
)
# A clause that begins by naming another or counting: 3．1の職員は, 2．16歳未満の方は.
_BEFORE_FIGURE = re.compile(
    rf"(?P<n>[0-9]{{1,2}})\.(?=[0-9]{{1,3}}(?:(?P<names>[のにをはがと](?!つ))|(?![0-9]){_COUNTER.pattern}))"
)
# What stands behind the number of an edition in a table of them: its day.
_EDITION = re.compile(r"[\s|]*\(?(?:[0-9]|[HR]\s?[0-9]|平成|令和|昭和)")
# Figures behind a letter: A-1, A.3.4.2.
_LETTERED = re.compile(
    r"(?P<letter>[A-Z])(?P<n>(?:[.-][0-9]{1,2}){1,5})(?:[.:]|(?=\s|[^\x00-\x7f]))(?![0-9.,%])"
)
# The same in brackets: (1-2), (A-1), 【1.1】.
_FRAMED_FIGURES = re.compile(
    r"[(\[【〔〈《<]\s?(?P<letter>[A-Z](?=[.-]))?(?P<n>[.-]?[0-9]{1,2}(?:[.-][0-9]{1,2}){0,3})"
    r"\s?[)\]】〕〉》>]"
)
# A figure with one in brackets: 2-(1), and 2(1) before a blank.
_FIGURE_AND_FRAMED = re.compile(r"(?P<n>[0-9]{1,2}(?:-\([0-9]{1,2}\)|\([0-9]{1,2}\)(?=\s)))")
# So that the parts of a label say of a letter that it is no figure.
_OF_LETTERS = 100
# A figure or a kana alone is a label where it continues a row or begins one, never in a table.
_BARE = re.compile(
    r"(?P<n>(?!0)[0-9]{1,2}|0[1-9]?(?=[ \t]+[^0-9])"
    r"|[一二三四五六七八九十]{1,3}|[ア-ン]|[a-zA-Z](?=[ \t]+[^\x00-\x7f]))"
    rf"{_SUB}[ \t]+(?![%/:~-])(?=\S)(?!.*(?:\t|\|))"
)
# A wide figure that lost its blank, as in text copied out of a PDF: １個人情報の取得.
_GLUED = re.compile(
    r"(?P<n>(?!0)[0-9]{1,2})(?=[一-鿿ァ-ヶ]|[こそ]の(?![一-鿿]?[方者])|[こそ]れら|あらかじめ)(?![一-鿿](?:以上|以下|未満|[をにはがでとへのも、。]))"
)
# A wide letter is one of a list, whatever follows its blank: ａ　IPアドレス.
_WIDE_LETTER = re.compile(r"(?P<n>[a-zA-Z])[ \t]+(?=\S)")
# A kana that lost its blank: ア請求書.
_GLUED_KANA = re.compile(r"(?P<n>[アイウエオカキクケコロハニホヘ])(?=[一-鿿]{2})")
# A kanji that lost its blank (一病歴), unless it counts or a word begins with it: 一般, 三者, 十分.
_GLUED_KANJI = re.compile(
    r"(?!.[一二三四五六七八九十百千万以度次級種者親体]|一[般部定切時括覧方連致身律貫環同層旦元例因端面]"
    r"|.[年月日時分秒名回件円階歳番点倍週社部通枚冊条項号章節編款か箇]|.人(?![材事物権])|.個(?!人)"
    r"|[二三]重|四半|五感|六法|七夕|八百|九州|十[分全])"
    r"(?P<n>[一二三四五六七八九十])(?=[一-鿿ァ-ヶ]|その他)"
)
_GLUED_WORDS = (_WIDE_LETTER, _GLUED_KANA, _GLUED_KANJI)
# And where a particle follows that, it does: "2 年を過ぎた", "3 か月以内".
_COUNTED = re.compile(
    r"(?:[年月日時分秒人名回件個円階歳点倍週]|[かヶカ箇][月所年国])(?=[をにはがでとへ以間未超])"
    rf"|{_ENGLISH_COUNTER}"
)
# "③により" and "(1)に定める" at a line's beginning refer to a clause.
_REFERENCE = re.compile(
    r"により|による|に定め|に掲げ|に基づ|に準じ|に該当|の(?=[一-鿿])|及び|又は|から|-[0-9a-z]"
)
_DASH = re.compile(r"[－–—―](?![－–—―\s]*$|[0-9０-９])")
_LEAF = "・•▪▫◦‣∙→⇒*-"
_MARKS = "・•▪▫◦‣∙❖◯⚪⚫●○◎◆◇■□▶►▼▽▲△★☆✓✔☑➢➤▸→⇒"
# Of these one alone shows where something is, and is no list.
_POINTERS = "▼▽▲△★☆→⇒"
# A Chinese zero stands for a circle where no figure follows.
_BULLET = re.compile(rf"[{_MARKS}](?![{_MARKS}])|〇(?![〇一二三四五六七八九十年月日])|[*-](?=\s)")
_BLANKS = "\ufeff \t\v\f\u3000\u00a0\u200b\u200e\u200f\u2060"
_ARTICLE_RANKS = "編章節款条項号"
# What stands beside the outermost clauses, whatever is open: supplements, annexes.
APART = ("附則", "別")
# So much of a line is looked at for its label.
_LOOKED_AT = 40
# Style, number, symbol, end, surety and parts of a Marker.
_Reading = tuple[str, int, str, int, bool, tuple[int, ...]]


def without_mark(line: str) -> str:
    """The words of a line without the bullet that it begins with."""
    return line.lstrip(f"{_MARKS} \t\u3000")


@dataclass(frozen=True)
class Marker:
    """One way to read the label that a line begins with; `begin` and `end` are its place in it.

    `style` is what makes labels a row ("()1" for (1)), `number` its place in that row, `symbol`
    what a path shows, `parts` all figures of 1.2.3. A marker not `sure` needs a row to continue.
    """

    style: str
    number: int
    symbol: str
    begin: int
    end: int
    sure: bool = True
    parts: tuple[int, ...] = ()

    @property
    def is_leaf(self) -> bool:
        return self.style[0] == "・" and self.style[1] in _LEAF

    @property
    def kind(self) -> str:
        """The style without its punctuation: 1., 1), (1) and 【1】 are all "1"."""
        return self.style.lstrip("()[]<>. ")

    @property
    def rank(self) -> int:
        """Where a unit stands among 編, 章, 節, 款, 条, 項, 号; -1 for any other label."""
        return _ARTICLE_RANKS.index(self.style[1]) if self.style[0] == "第" else -1


def may_count(line: str, marker: Marker) -> bool:
    """Whether a bare figure may as well count what follows: 2 回, 6 か月, but also ３　件名."""
    return bool(_COUNTER.match(line[marker.end :].lstrip()))


def does_count(line: str, marker: Marker) -> bool:
    """Whether a bare figure counts what follows, as the particle behind it tells."""
    return bool(_COUNTED.match(line[marker.end :].lstrip()))


def markers(line: str) -> list[Marker]:
    """All ways to read the beginning of a line as a label; none for ordinary text."""
    begin = len(line) - len(line.lstrip(_BLANKS))
    found = _labels(line[begin:].rstrip("\r\n"), begin)
    return [] if found and _REFERENCE.match(line, found[0].end) else found


def _labels(body: str, begin: int) -> list[Marker]:
    if match := _CIRCLED.match(body):
        value = int(unicodedata.numeric(match[0]))
        style = "circled" if match[0] in "❶❷❸❹❺❻❼❽❾❿⓫⓬⓭⓮⓯⓰⓱⓲⓳⓴" else "①"
        return [Marker(style, value, match[0], begin, begin + 1)]
    if match := _ROMAN_SIGN.match(body):
        symbol = unicodedata.normalize("NFKC", match[1])
        style = "Ⅰ" if symbol.isupper() else "ⅰ"
        value = int(unicodedata.numeric(match[1]))
        return [Marker(style, value, symbol, begin, begin + len(match[0].rstrip()))]
    if _DASH.match(body):
        return [Marker("・-", 0, "・", begin, begin + 1)]
    folded, origins = fold(body[:_LOOKED_AT])
    origins.append(min(len(body), _LOOKED_AT))
    found = list(_readings(folded))
    if not found and not body[:1].isascii():
        found = list(_wide_readings(folded, body[:1]))
    return [
        Marker(style, number, symbol, begin, begin + origins[end], sure, parts)
        for style, number, symbol, end, sure, parts in found
    ]


def _wide_readings(folded: str, first: str) -> Iterator[_Reading]:
    """Labels that only the width of their first character shows to be some."""
    if "０" <= first <= "９" and (match := _GLUED.match(folded)):
        if not _COUNTER.match(folded, match.end()):
            yield from _symbol_readings(" ", match, sure=False)
    elif match := next(filter(None, (way.match(folded) for way in _GLUED_WORDS)), None):
        yield from _symbol_readings(" ", match, sure=False)


def _readings(folded: str) -> Iterator[_Reading]:
    if named := list(_named(folded)):
        yield from named
    elif (match := _ENCLOSED.match(folded)) and (enclosed := list(_enclosed(match))):
        yield from enclosed
    elif dotted := list(_dotted(folded)):
        yield from dotted
    elif (match := _BULLET.match(folded)) and (below := list(_decorated(folded, match))):
        yield from below
    elif match:
        yield f"・{match[0]}", 0, "・", match.end(), match[0] not in _POINTERS, ()
    else:
        for frame, pattern in _FRAMES:
            if match := pattern.match(folded):
                yield from _symbol_readings(frame, match, sure=True)
                return
        if match := _COLON.match(folded):
            yield from _symbol_readings(".", match, sure=False)
        elif match := _BARE.match(folded):
            yield from _symbol_readings(" ", match, sure=False)


def _enclosed(match: re.Match[str]) -> Iterator[_Reading]:
    """The label that a bracket holds, with its closing where it holds no more."""
    inner = match["inner"]
    for style, number, symbol, end, sure, parts in _named(inner):
        if symbol in _NOTES:
            continue
        is_all = end == len(inner)
        yield style, number, symbol, match.end() if is_all else match.start(1) + end, sure, parts


def _dotted(folded: str) -> Iterator[_Reading]:
    """1.2.3, 1-2 and A-1: figures of several levels; 3. alone where 1の職員 follows it."""
    if match := _BEFORE_FIGURE.match(folded):
        yield ".1", int(match["n"]), match["n"], match.end(), False, (int(match["n"]),)
        if match["names"]:
            return
    if match := _DOTTED.match(folded):
        symbol = match["n"] or match["h"]
        if match["h"] and _COUNTER.match(folded, match.end()):
            # 2-3日以内に
            return
        parts = tuple(int(part) for part in re.split("[.-]", symbol))
        if len(parts) == 2 and parts[-1] == 0 and not _EDITION.match(folded, match.end()):
            # 2.0 holds 2.1.
            yield ".1", parts[0], symbol, match.end(), False, parts[:1]
        else:
            yield f"#{len(parts)}", parts[-1], symbol, match.end(), False, parts
    elif match := _LETTERED.match(folded):
        parts = _parts(match)
        symbol = match["letter"] + match["n"]
        yield f"#{len(parts)}", parts[-1], symbol, match.end(), False, parts
    elif match := _FIGURE_AND_FRAMED.match(folded):
        parts = _parts(match)
        yield "#2", parts[-1], match["n"], match.end(), False, parts
    elif (match := _FRAMED_FIGURES.match(folded)) and len(parts := _parts(match)) > 1:
        symbol = f"({match['letter'] or ''}{match['n']})"
        yield f"#{len(parts)}", parts[-1], symbol, match.end(), False, parts


def _parts(match: re.Match[str]) -> tuple[int, ...]:
    """All that a label of several levels counts, its letter first."""
    figures = tuple(int(part) for part in re.findall("[0-9]+", match["n"]))
    letter = match.groupdict().get("letter")
    return (_OF_LETTERS + ord(letter) - ord("A") + 1, *figures) if letter else figures


def _decorated(folded: str, mark: re.Match[str]) -> Iterator[_Reading]:
    """The label behind a large mark that only adorns it: ■１．取得, ◆第1条."""
    if mark[0] in _LEAF:
        return
    begin = mark.end() + len(folded[mark.end() :]) - len(folded[mark.end() :].lstrip())
    for style, number, symbol, end, sure, parts in _readings(folded[begin:]):
        is_count = not sure and (style != " 1" or _COUNTER.match(folded[begin + end :].lstrip()))
        if style[0] != "・" and not is_count:
            yield style, number, symbol, begin + end, True, parts


def _named(folded: str) -> Iterator[_Reading]:
    """附則, 別表第1, 第3条, 第1, 問1, Section 2: what says in words what it is."""
    if match := _SUPPLEMENT.match(folded):
        symbol = match[0] if match[0].isascii() else "附則"
        yield "附則", 1, symbol, match.end(), True, ()
    elif len(folded) < _LOOKED_AT and (match := _ANNEX.match(folded)):
        yield "別", 1, match[0].strip(), match.end(), True, ()
    elif match := _REMOVED.match(folded):
        # The last of them is what the next one goes on from.
        yield "第条", read_number(match["n"]), match[0], match.end(), True, ()
    elif match := _QUESTION.match(folded):
        asked = int(match["n"] or match["framed"] or 0)
        symbol = match[0].strip("[]【】〔〕〈〉《》<>() .:、")
        yield "問" if asked else "・Q", asked, symbol, match.end(), True, ()
    elif match := _ARTICLE.match(folded):
        number = str(read_number(match["n"]))
        subs = re.findall(r"[^\sの]+", match["sub"])
        symbol = f"第{number}{match['unit']}" + "".join(f"の{read_number(sub)}" for sub in subs)
        parts = () if subs else (int(number),)  # 第1章 holds 1.1.
        # 部 stand where 編 do.
        yield (
            f"第{match['unit']}".replace("部", "編の部"),
            int(number),
            symbol,
            match.end(),
            True,
            parts,
        )
    elif match := _PART_OF_ARTICLE.match(folded):
        ordinal = read_number(match["n"])
        symbol = f"第{ordinal}{match['unit']}"
        yield f"第{match['unit']}", ordinal, symbol, match.end(), True, ()
    elif match := _COUNTED_IN_WORDS.match(folded):
        style = match["name"].strip()
        yield style, read_number(match["n"]), match[0].rstrip(".: "), match.end(), True, ()
    elif match := _ENGLISH_ARTICLE.match(folded):
        yield from _english_units(match)
    elif match := _ORDINAL.match(folded):
        ordinal = read_number(match["n"])
        yield "序", ordinal, f"第{ordinal}", match.end(), True, ()


def _english_units(match: re.Match[str]) -> Iterator[_Reading]:
    """Part I, Part A, Section 3: by figures, Roman ones or letters, known by their own words."""
    unit = match["unit"].capitalize()
    for kind, number in policy_symbols.values(match["n"]):
        # Articles are one row whatever they are counted by; letters are apart from figures.
        row = "" if kind == "1" else kind
        parts = (number,) if kind == "1" else ()
        symbol = f"{unit} {match['n']}"
        yield f"第{_ENGLISH_UNITS[unit.lower()]}{row}", number, symbol, match.end(), True, parts
        if unit == "Section":
            # Above articles in translations of Japanese rules, below them in bylaws.
            yield f"第項 in English{row}", number, symbol, match.end(), True, parts


def _symbol_readings(frame: str, match: re.Match[str], *, sure: bool) -> Iterator[_Reading]:
    written = match["n"]
    framed = frame in FRAMED
    groups = match.groupdict()
    sub = re.sub(r"\s", "", groups.get("sub") or "")
    shown = f"({written}{sub})" if framed else written + sub
    shown += re.sub(r"\s", "", groups.get("behind") or "")
    end = match.end("sub" if sub else "n") if frame == " " else match.end()
    for kind, number in policy_symbols.values(written):
        parts = (number,) if kind == "1" else ()
        # What A. holds may be A-1.
        parts = (_OF_LETTERS + number,) if kind == "A" else parts
        yield f"{frame}{kind}", number, shown, end, sure, parts
