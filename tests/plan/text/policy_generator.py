"""Policies of companies that do not exist, by the hundred, in every numbering.

`clean(seed)` is a policy that a careful colleague has nothing to say about.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from pms_tracker.kernel.era_dates import wareki

TODAY = date(2026, 11, 24)
_WIDE = str.maketrans({one: chr(ord(one) + 0xFEE0) for one in "0123456789()./"})
_KANA = "アイウエオカキクケコサシスセソ"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮"
_KANJI = "一二三四五六七八九"
Label = Callable[[int], str]


def _kanji(n: int) -> str:
    return _KANJI[n - 1] if n < 10 else "十" + (_KANJI[n - 11] if n > 10 else "")


LABELS: dict[str, Label] = {
    "article": lambda n: f"第{n}条 ",
    "kanji article": lambda n: f"第{_kanji(n)}条 ",
    "figure.": lambda n: f"{n}. ",
    "figure、": lambda n: f"{n}、",
    "(figure)": lambda n: f"({n})",
    "figure)": lambda n: f"{n}) ",
    "circled": lambda n: _CIRCLED[n - 1],
    "kana": lambda n: f"{_KANA[n - 1]} ",
    "kana.": lambda n: f"{_KANA[n - 1]}. ",
    "(kana)": lambda n: f"({_KANA[n - 1]})",
    "letter.": lambda n: f"{chr(96 + n)}. ",
    "(letter)": lambda n: f"({chr(96 + n)})",
    "roman": lambda n: f"{chr(0x215F + n)}. ",
    "bullet": lambda n: "・",
}
# Outer, middle and inner numbering, as policies in the wild combine them.
OUTLINES = (
    ("article", "figure.", "(figure)"),
    ("article", "figure.", "circled"),
    ("kanji article", "(figure)", "kana"),
    ("figure.", "(figure)", "letter."),
    ("figure.", "(figure)", "bullet"),
    ("figure、", "circled", "kana."),
    ("(figure)", "circled", "kana"),
    ("roman", "figure.", "(figure)"),
    ("circled", "(kana)", "(letter)"),
    ("figure.", "figure)", "(kana)"),
)
_THINGS = (
    "教材",
    "書籍",
    "講座",
    "会報",
    "名簿",
    "備品",
    "切符",
    "衣料",
    "食品",
    "家具",
    "楽器",
    "花束",
)
_PLACES = (
    "本社",
    "支店",
    "教室",
    "倉庫",
    "工場",
    "受付",
    "売店",
    "事務室",
    "会議室",
    "資料室",
    "駐車場",
    "玄関",
)

# Topic → heading and sentences; {thing} and {place} differ within a policy, so nothing recurs.
TOPICS: dict[str, tuple[str, tuple[str, ...]]] = {
    "acquisition": (
        "取得",
        (
            "個人情報は、{thing}の申込みに必要な範囲に限り、適法かつ公正な手段により取得します。",
            "{place}で書面により個人情報を取得するときは、利用目的をあらかじめ明示します。",
        ),
    ),
    "purpose_bound": (
        "利用",
        (
            "個人情報は、お知らせした利用目的の範囲内で取り扱い、目的外の利用を行いません。",
            "利用目的を超えて{thing}の案内に使うときは、あらかじめご本人の同意を得ます。",
        ),
    ),
    "provision": (
        "提供",
        (
            "個人データは、ご本人の同意がある場合と法令に基づく場合を除き、第三者に提供しません。",
            "{thing}の配送を外部に委託するときは、委託先を選ぶ基準を定め、契約により監督します。",
        ),
    ),
    "laws": (
        "法令等の遵守",
        ("個人情報の保護に関する法律、国が定めるガイドラインその他の規範を守ります。",),
    ),
    "leaks_prevented": (
        "安全管理",
        (
            "個人データの漏えい、滅失及び毀損を防ぐため、{place}の入退室を管理します。",
            "万一、漏えい等が起きたときは、被害の拡大を防ぎ、原因を調べます。",
            "書類は{place}の施錠できる棚に保管し、持ち出すときは記録を残します。",
        ),
    ),
    "corrected": (
        "不適合への対応",
        ("見つかった不適合については、原因を取り除く是正処置を行い、効果を確かめます。",),
    ),
    "complaints": (
        "苦情への対応",
        ("個人情報の取扱いに関する苦情は、下記の窓口で受け付け、速やかに対応します。",),
    ),
    "requests": (
        "お申し出",
        (
            "開示のお申し出は、所定の申出書に必要な事項を記入し、本人確認書類の写しを添えて、みほん県みほん市の窓口までお送りください。手数料は無料です。",
            "訂正のお申し出は、所定の申出書に必要な事項を記入し、本人確認書類の写しを添えて、窓口までお送りください。",
            "消去のお申し出は、所定の申出書に必要な事項を記入し、本人確認書類の写しを添えて、窓口までお送りください。",
        ),
    ),
    "improved": (
        "改善",
        ("この方針と個人情報保護マネジメントシステムを毎年見直し、継続的に改善します。",),
    ),
}
_LISTS = (
    ("個人情報を次の目的で利用します。", ("{thing}の発送", "{thing}のご案内", "{place}でのご連絡")),
    (
        "次の各号のいずれかに当たる場合を除き、提供しません。",
        ("ご本人の同意がある場合", "法令に基づく場合", "{place}での事故を防ぐために必要な場合"),
    ),
    ("記録には、以下の事項を記載します。", ("{thing}の名称", "保管する{place}", "廃棄の予定日")),
)
_CITATIONS = (
    "漏えい等の報告は、個人情報保護法第26条第1項により行います。",
    "第三者提供の制限は、個人情報の保護に関する法律(以下「法」という。)第27条によります。",
    "安全管理措置(個人情報保護法第23条)として、{place}を施錠します。",
    "利用停止等の請求(個人情報保護法第35条)には、遅滞なく応じます。",
)


@dataclass
class Node:
    """A clause to be written: words, lines below them, clauses under it."""

    words: str
    heading: str = ""
    lines: list[str] = field(default_factory=list)
    under: list["Node"] = field(default_factory=list)


@dataclass
class Draft:
    """A policy in parts; `write` puts them together in the styles that `chance` draws."""

    chance: random.Random
    outline: tuple[str, str, str]
    sections: list[Node]
    history: list[tuple[date, str]]
    opening: str = (
        "株式会社みほん工房は、お預かりする個人情報を大切に扱うため、次のとおり方針を定めます。"
    )
    desk: str = "個人情報お問い合わせ窓口:総務部 TEL:03-0000-0000"

    @property
    def has_articles(self) -> bool:
        return "article" in self.outline[0]

    def write(self) -> str:
        chance = self.chance
        # Half-width labels in one policy, full-width ones in the next.
        self._wide = chance.random() < 0.4 and self.outline != OUTLINES[7]
        self._indent = chance.choice(["", "", "\u3000", "  "])
        lines = ["みほん工房 個人情報保護方針", self.opening]
        for number, section in enumerate(self.sections, start=1):
            lines += self._clause(section, number, 0)
        lines += [self._day(day, what) for day, what in self.history]
        lines += [self.desk, "株式会社みほん工房", "代表取締役 見本 花子"]
        gap = chance.choice(["\n", "\n", "\n\n", "\r\n"])
        return gap.join(lines) + chance.choice(["", "\n"])

    def _clause(self, node: Node, number: int, level: int) -> list[str]:
        label = LABELS[self.outline[level]](number)
        if self._wide:
            label = label.translate(_WIDE)
        if level == 0 and self.has_articles and node.heading:
            label = f"{label.strip()}({node.heading})"
        elif node.heading:
            label += node.heading + "\n"
        lines = [self._indent * level + label + node.words, *node.lines]
        for position, child in enumerate(node.under, start=1):
            lines += self._clause(child, position, level + 1)
        return [part for line in lines for part in line.split("\n") if part]

    def _day(self, day: date, what: str) -> str:
        written = self.chance.choice(
            [
                wareki(day),
                f"{day.year}年{day.month}月{day.day}日",
                f"{day.year}/{day.month}/{day.day}",
            ]
        )
        wide = written.translate(_WIDE) if self.chance.random() < 0.3 else written
        return f"{wide}{self.chance.choice(['', ' '])}{what}"


def draft(seed: int) -> Draft:
    """A clean policy in parts."""
    chance = random.Random(seed)
    outline = OUTLINES[seed % len(OUTLINES)]
    things, places = list(_THINGS), list(_PLACES)
    chance.shuffle(things)
    chance.shuffle(places)

    def filled(words: str) -> str:
        while "{thing}" in words:
            words = words.replace("{thing}", things.pop(), 1)
        while "{place}" in words:
            words = words.replace("{place}", places.pop(), 1)
        return words

    topics = list(TOPICS.items())
    middle = topics[1:]
    chance.shuffle(middle)
    sections = []
    lists = chance.sample(_LISTS, 1)
    for name, (heading, sentences) in [topics[0], *middle]:
        under = [Node(filled(words)) for words in sentences]
        if name == "provision" and lists:
            announced, items = lists.pop()
            under.append(Node(filled(announced), under=[Node(filled(item)) for item in items]))
        if name == "leaks_prevented":
            under.append(Node(filled(chance.choice(_CITATIONS))))
        sections.append(Node("", heading, under=under))
        if len(under) == 1:
            sections[-1] = Node(under[0].words, heading)
    revised = date(2026, chance.randint(1, 10), chance.randint(1, 28))
    enacted = date(chance.randint(2005, 2019), chance.randint(1, 12), chance.randint(1, 28))
    made = Draft(chance, outline, sections, [(enacted, "制定"), (revised, "改定")])
    _refer_rightly(made)
    return made


def _refer_rightly(made: Draft) -> None:
    """References that are right: to a clause that is there, to the paragraph above."""
    last = made.sections[-1]
    if made.has_articles:
        target = made.chance.randint(1, len(made.sections) - 1)
        last.lines.append(f"ただし、第{target}条に定めることを妨げません。")
        several = next(each for each in made.sections[1:] if len(each.under) > 1)
        several.under[1].words += "前項の記録も同様とします。"
    elif made.outline[0] in ("(figure)", "circled"):
        label = LABELS[made.outline[0]](2).strip()
        last.lines.append(f"上記{label}に定めることを妨げません。")


def clean(seed: int) -> str:
    return draft(seed).write()
