"""Which column of a table a heading names: the words over it, one to three rows deep, compared."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from unicodedata import normalize

from pms_tracker.sheets.heading_likeness import OF_ANOTHER, alike
from pms_tracker.sheets.heading_synonyms import GAP, in_first_words, told_by
from pms_tracker.sheets.office.marks import word_set

# The column of the sheet's own running numbers, which say nothing of an entry.
RUNNING = "#"
_RUNNING_WORDS = word_set(
    "no № # 項番 通番 通し番号 連番 管理番号 整理番号 番 id 台帳番号 台帳no 管理no 項 行 seq "
    "項目番号 個人情報番号"
)
# The column that tells what a span is counted from, beside that of its length; as a member of it.
BEGINS = "起算"
BEGINNINGS = word_set(
    "起算 起算日 起算点 起算時点 起算事由 起点 起算時 期間起算 保存期間起算 保管期間起算 "
    "保存期間起算日 保管期間起算日 保存起算日 保管起算日 保存期限起算日 保管期限起算日"
)
# Beneath a heading that is known, these name what it is about.
_OF_PARENT = word_set(
    "名 名称 名前 内容 期間 期限 詳細 区分 種類 種別 項目 一覧 具体的内容 社名 会社名 name"
)
_OF_FLAG = word_set("有無 該当 該当有無 該当の有無 要否 チェック")
_BRACKETS = re.compile(r"[(\[【〔<〈《][^)\]】〕>〉》]{0,200}[)\]】〕>〉》]")
_NUMBERING = re.compile(r"^[0-9]{1,2}[.)、:]?(?=\D)")
# What the codes beneath stand for: 媒体 1:紙 2:電子.
_CODES = re.compile(r"(?<=.)\s+[0-9a-z]{1,2}\s*[:=].{1,80}$", re.DOTALL)
_MARKS = re.compile(r"[\s_.:・･,、。/\-※*★☆●○◎■□◆◇▼▲△→|~「」『』()\[\]【】]")
# Headings that may be of a person, a unit or work alike, or of many days.
_VAGUE = word_set("担当 評価 報告日 報告年月日 記入日 更新日")
# Words with the same in English before or behind them: 名称 / Name.
_ENGLISH, _JAPANESE = r"[A-Za-z][A-Za-z &'.()-]{3,}", r"[^A-Za-z]*[぀-ヿ一-鿿][^A-Za-z]*?"
_IN_ENGLISH_TOO = re.compile(
    rf"(?P<before>{_JAPANESE})[\s/|]+{_ENGLISH}|{_ENGLISH}[\s/|]+(?P<behind>{_JAPANESE})"
)
_WHETHER = re.compile(r"(?P<what>.+?)(?:有無|該当|該当有無|含有|可否|要否|チェック|コード)$")
# What a heading counts in that says so without brackets: 保存年数.
_COUNTS_IN = {"年数": "年", "月数": "か月", "日数": "日"}
# How much of a heading a known word must be, to be taken for it with a doubt.
LEAST_SHARE = 0.5
# How long a known word is at least that alone tells what a heading is of which it is the end.
LEAST_TAIL = 4
# Whatever is longer is no heading in two languages.
LONGEST = 200


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A heading as it is compared: half-width, without blanks, marks, numbering and brackets."""
    folded = normalize("NFKC", text).casefold()
    without = _NUMBERING.sub("", _CODES.sub("", _BRACKETS.sub("", folded).strip()))
    return _MARKS.sub("", without) or _MARKS.sub("", folded)


@lru_cache(maxsize=8192)
def known_as(text: str) -> str:
    """A heading as it is looked up: 廃棄の方法 is 廃棄方法, and so is it with English beside it."""
    plain = normalize("NFKC", text).strip()
    twice = _IN_ENGLISH_TOO.fullmatch(plain) if len(plain) <= LONGEST else None
    return bare(twice["before"] or twice["behind"] if twice else text).replace("の", "")


def without_whether(word: str) -> str:
    """A heading without what asks whether there is something: 委託先 of 委託先の有無."""
    found = _WHETHER.fullmatch(word)
    return found["what"] if found else word


@lru_cache(maxsize=8192)
def aside(text: str) -> str:
    """What a heading says in brackets: 年 of 保存期間(年)."""
    found = _BRACKETS.search(normalize("NFKC", text))
    return re.sub(r"^単位[:\s]*", "", found[0][1:-1].strip()) if found else ""


def counted_in(text: str) -> str:
    """What the numbers below a heading count: 年 of 保存期間(年), and of 保存年数."""
    return aside(text) or _COUNTS_IN.get(normalize("NFKC", text).strip()[-2:], "")


@dataclass(frozen=True)
class Match:
    """Which column words name: without `key` none, with `member` one choice of it. `sure` is
    whether the words are known, or were only taken for known ones; `akin` whether they are other
    words that say the same, `alone` whether what stands above says nothing of it. What
    they have in brackets may name an `other` column. Of columns that say one thing in several a
    `part` is what tells this one from the others. What is of no field and is kept with the notes
    under its heading is the `rest`; of it `numbers` tell which entry a row is."""

    key: str = ""
    member: str = ""
    sure: bool = True
    akin: bool = False
    alone: bool = False
    other: str = ""
    part: str = ""
    rest: bool = False
    numbers: bool = False


NONE = Match()
# So many things are called so that the words alone say nothing: 書類, データ.
_BROAD = word_set(
    "個人情報 名 項目 日 者 番号 対策 実施 利用 保管 廃棄 提供 担当 件数 契約 事故 追加 現在"
)


@dataclass(frozen=True)
class Known:
    """The words by which columns are known, and choices of those that may have a column each.

    `words` and each of `members` are by `known_as`; a member stands for the word that a cell would
    have. `shared` are columns that a line above the table may tell for all its rows, `exact` those
    that a heading names by itself alone. Of headings for one column, `labels` go before others.
    What stands below one of the `open` columns is a choice of it, whatever it says. The `title`
    is the column that says which entry it is. A cell of a column that is `enough` makes an entry by
    itself, and is no title of those that follow. A `span` may have a column of its own for what it
    is counted from. What is `faint` may name a column that has no surer one, and so may `gists`.
    Cells that say what is `named` of a column alone are of it, whatever their heading. What is
    `parted` may have several columns, whose words are put together by what it is kept with. What is
    of no column is kept in the `rest`, where there is one.
    """

    words: Mapping[str, str]
    members: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    exact: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()
    title: str = ""
    enough: frozenset[str] = frozenset()
    span: str = ""
    faint: Mapping[str, str] = field(default_factory=dict)
    gists: tuple[tuple[str, str], ...] = ()
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)
    parted: Mapping[str, str] = field(default_factory=dict)
    rest: str = ""

    @cached_property
    def akin(self) -> Mapping[str, str]:
        """The columns by what their words say, whichever words say it; what may be one of several
        is none."""
        found: dict[str, set[str]] = {}
        for word, key in self.words.items():
            if key not in self.exact:
                found.setdefault(in_first_words(word), set()).add(key)
        return {said: keys.pop() for said, keys in found.items() if len(keys) == 1}

    @classmethod
    def of(
        cls,
        words: Iterable[tuple[str, str]],
        members: Mapping[str, Iterable[tuple[str, str]]],
        flags: Iterable[str] = (),
        shared: Iterable[str] = (),
        exact: Iterable[str] = (),
        labels: Iterable[str] = (),
        open: Iterable[str] = (),
        title: str = "",
        enough: Iterable[str] = (),
        span: str = "",
        faint: Iterable[tuple[str, str]] = (),
    ) -> "Known":
        """Of words with their columns; the first that has a word keeps it."""
        known: dict[str, str] = {}
        for word, key in (*words, *((word, RUNNING) for word in _RUNNING_WORDS)):
            known.setdefault(known_as(word), key)
        choices = {key: {known_as(a): b for a, b in pairs} for key, pairs in members.items()}
        return cls(
            known,
            choices,
            frozenset(flags),
            frozenset(shared),
            frozenset(exact),
            frozenset(map(known_as, labels)),
            frozenset(open),
            title,
            frozenset(enough),
            span,
            {known_as(word): key for word, key in faint if GAP not in word},
            tuple((word, key) for word, key in faint if GAP in word),
        )

    def knows(self, text: str) -> bool:
        """Whether a word alone names a column."""
        return bool(text.strip()) and known_as(text) in self.words

    def match(self, path: Sequence[str]) -> Match:
        """The column that the words over it name, the uppermost first; kept."""
        return self._lately(tuple(path))

    @cached_property
    def _lately(self) -> Callable[[tuple[str, ...]], Match]:
        return lru_cache(maxsize=4096)(self._match)

    def _match(self, path: Sequence[str]) -> Match:
        words = [known_as(each) for each in path]
        if not any(words):
            return NONE
        if self.span and self._tells_beginning(words, path[-1]):
            return Match(self.span, BEGINS)
        found = self._with_brackets(path[-1]) or self._named(words, path[-1])
        beside = self._beside(path[-1])
        if found is None:
            if self._is_choice(words[-1]):
                return self._whether(words[-1]) or self._faintly(words) or beside or NONE
            same = self._whether(words[-1]) or self._faintly(words) or self._same(words[-1])
            like = self._like(words, self.words)
            if not (same or beside or like.key):
                said = [in_first_words(each) for each in words]
                like = NONE if said[-1] in _BROAD else self._like(said, self.akin)
            found = like if like.key else self._tail(words[-1])
            gist = "" if found.key else told_by(words[-1], self.gists)
            return same or beside or (Match(gist, sure=False) if gist else found)
        other = beside is not None and beside.key != found.key and not found.member
        # 発生（発覚）日 is one of two.
        if beside is None or not other or found.key == RUNNING:
            return found
        return replace(found, sure=False, other=beside.key)

    def surely(self, path: Sequence[str]) -> Match:
        """The same as far as it is sure, and no choice of a column."""
        words = [known_as(each) for each in path]
        found = self._named(words, path[-1]) or self._whether(words[-1]) if any(words) else None
        return found if found and found.sure and not found.member else NONE

    def _tells_beginning(self, words: Sequence[str], text: str) -> bool:
        """Whether a heading is over what a span is counted from: 起算日, 期間（起算）."""
        whole = _MARKS.sub("", normalize("NFKC", text).casefold())
        return words[-1] in BEGINNINGS or whole in BEGINNINGS

    def _with_brackets(self, text: str) -> Match | None:
        """What a heading names with what it has in brackets: 対策（実施済）, 対策（今後）."""
        key = self.words.get(_MARKS.sub("", normalize("NFKC", text).casefold()), "")
        return Match(key) if key and aside(text) else None

    def _named(self, words: Sequence[str], text: str) -> Match | None:
        found = self._member(words) or self._exact(words) or self._beneath(words)
        return found or self._open(words, text)

    def _beside(self, text: str) -> Match | None:
        """What a heading says in brackets, with or without what follows them: 発生（発覚）日."""
        folded = normalize("NFKC", text)
        within, behind = known_as(aside(text)), known_as(folded.rpartition(")")[2])
        for word in (f"{within}{behind}", within) if within else ():
            if self.words.get(word, RUNNING) != RUNNING:
                return Match(self.words[word], sure=False)
        return None

    def _is_choice(self, word: str) -> bool:
        """Whether a heading is one choice of a column: Pマーク is no Pマーク有効期限."""
        what = without_whether(word)
        return any(what in each for key, each in self.members.items() if key not in self.flags)

    def _whether(self, word: str) -> Match | None:
        """A heading that asks whether there is something: 委託先の有無."""
        what = without_whether(word)
        key = self.words.get(what, RUNNING) if what != word else RUNNING
        return Match(key, sure=key in self.flags) if key != RUNNING else None

    def _faintly(self, words: Sequence[str]) -> Match | None:
        """A heading that may mean a column: 報告日 for the day on which something was noticed."""
        key = self.faint.get("".join(words)) or self.faint.get(words[-1])
        return Match(key, sure=False) if key else None

    def _member(self, words: Sequence[str]) -> Match | None:
        for depth in range(1, len(words)):
            for parent in ("".join(words[:depth]), words[depth - 1]):
                key = self.words.get(parent, "")
                member = self.members.get(key, {}).get("".join(words[depth:]))
                if member is not None:
                    return Match(key, member)
        return None

    def _exact(self, words: Sequence[str]) -> Match | None:
        # 期限 / 保存 is a 保存期限.
        turned = "".join(reversed(words[-2:]))
        for joined in dict.fromkeys(("".join(words), "".join(words[-2:]), turned, words[-1])):
            if joined in self.words:
                return Match(self.words[joined], alone=joined != words[0] and joined == words[-1])
            # What is above may say that it is of something else: 対策後の評価 / 可能性.
            if joined != words[-1] and (same := self._same(joined)):
                return same
        return None

    def _same(self, heading: str) -> Match | None:
        """What a heading names in other words that say the same."""
        said = in_first_words(heading)
        key = self.akin.get(said, RUNNING)
        return Match(key, akin=True) if key != RUNNING and said not in _BROAD else None

    def _beneath(self, words: Sequence[str]) -> Match | None:
        key = self.words.get(words[-2], "") if len(words) > 1 else ""
        if key and words[-1] in _OF_PARENT | _OF_FLAG:
            # 委託 / 有無 says less than a column for whom to.
            return Match(key, sure=words[-1] in _OF_PARENT or key in self.flags)
        return None

    def _open(self, words: Sequence[str], text: str) -> Match | None:
        above = ("".join(words[:-1]), *words[:-1])
        keys = (self.words.get(each) or told_by(each, self.gists) for each in above)
        key = next((each for each in keys if each in self.open), "")
        return Match(key, " ".join(text.split())) if key else None

    def _tail(self, heading: str) -> Match:
        """What the end of a heading says, with a doubt: 管理段階での保管場所."""
        said = in_first_words(heading)
        ends = [each for each in self.akin if len(each) >= LEAST_TAIL and said.endswith(each)]
        key = self.akin[max(ends, key=len)] if ends and not OF_ANOTHER.match(said) else RUNNING
        return Match(key, sure=False) if key != RUNNING else NONE

    def _like(self, words: Sequence[str], known: Mapping[str, str]) -> Match:
        """The known word that is most of a heading, or that it is most of."""
        best, share, several = NONE, LEAST_SHARE, False
        for heading in dict.fromkeys(("".join(words), words[-1])):
            if heading in _VAGUE | _OF_FLAG:
                continue
            for word, key in known.items():
                if not len(heading) <= 2 * len(word) <= 4 * len(heading):
                    continue
                short, long = sorted((word, heading), key=len)
                if key == RUNNING or key in self.exact or not alike(short, long, heading, word):
                    continue
                found = len(short) / len(long)
                if found > share or (found == share and best is NONE):
                    best, share, several = Match(key, sure=False), found, False
                elif found == share and key != best.key:
                    several = True
        return NONE if several else best


@dataclass(frozen=True)
class Column:
    """A column of a table: the words over it, and what it was taken for. `chosen` is whether a
    person said so; `twice` whether another column to the left has the same."""

    at: int
    path: tuple[str, ...]
    match: Match
    hidden: bool = False
    chosen: bool = False
    twice: bool = False

    @property
    def words(self) -> str:
        """The words over it, as people read them."""
        return " / ".join(" ".join(each.split()) for each in self.path)


def known_word(column: Column) -> str:
    """The lowest word over a column, as it is looked up."""
    return known_as(column.path[-1])


# What a person chose for the columns of a layout: by their place from 0, a key with its member.
Chosen = Mapping[str, str]


def chosen_match(target: str) -> Match:
    """What was chosen, as it is kept: a key, a key and a member parted by a colon, or nothing."""
    key, _, member = target.partition(":")
    return Match(key, member)


def target_of(match: Match) -> str:
    """A match as it is kept."""
    return f"{match.key}:{match.member}" if match.member else match.key
