"""The fictional texts as files: saved pages, Word documents with numbering of their own, PDFs."""

import html
from collections.abc import Iterator

from tests.plan.text import unseen_texts
from tests.plan.text.documents import document, paragraph as p, pdf
from tests.plan.text.unseen_texts import HERE, Unseen, marked

_DECIMAL = [("decimal", "%1."), ("decimal", "(%2)"), ("decimalEnclosedCircle", "%3")]
_ARTICLES = [("decimal", "第%1章"), ("decimalFullWidth", "第%2条"), ("decimalFullWidth", "%3")]
_KANA = [("decimalFullWidth", "%1．"), ("aiueoFullWidth", "%2"), ("ideographDigital", "%3")]
_DOTTED = [("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")]


def files() -> Iterator[tuple[Unseen, bytes]]:
    """Every file with what is to be read in it."""
    for file in sorted(HERE.glob("*.html")):
        tree = file.with_suffix(".tree").read_text(encoding="utf-8")
        yield marked("html", file.stem, tree), file.read_bytes()
    yield from _broken_by_br()
    yield from _documents()
    yield articles_that_go_on()
    wanted = ("framed-two-levels", "captions-above", "indent-one-style", "words-only", "dotted",
              "english-numbered-notice", "eu-dots", "us-style", "hospital-headings",
              "camera-rules", "library-notice")  # fmt: skip
    layouts = ("plain", "articles", "nested", "headings", "pasted", "third", "seventh")
    for each in unseen_texts.texts(*layouts):
        if each.name in wanted:
            each.layout = "pdf"
            yield each, pdf(each.text)
    for each in unseen_texts.texts("articles"):
        if each.name == "captions-above":
            each.layout = "pdf"
            yield each, pdf(each.text, head=f"{each.text.splitlines()[0]}（株式会社みほん）")


def _broken_by_br() -> Iterator[tuple[Unseen, bytes]]:
    """Pages that an old editor made: one block, whose lines end in br."""
    for each in unseen_texts.texts("tight", "branches", "third"):
        if each.name in ("heads-questions", "kanji-paragraphs", "law-office"):
            each.layout = "html"
            words = html.escape(each.text).replace("\n", "<br>\n")
            yield each, f"<!doctype html><html><body><div>{words}</div></body></html>".encode()


def _documents() -> Iterator[tuple[Unseen, bytes]]:
    title, end = p("個人情報保護方針"), p("2022年3月1日 制定") + p("株式会社しらかば")
    facts = ":enacted 2022-03-01\n:issuer 株式会社しらかば\n"
    yield (
        marked("docx", "decimal", facts + "1|1.¦取得\n適正に行います。\n2|(1)¦直接\n2|(2)¦間接\n"
               "3|①¦家族\n3|②¦紹介\n1|2.¦利用\n2|(1)¦発送\n1|3.¦提供\n"),
        document(title + p("取得", level=0) + p("適正に行います。") + p("直接", level=1)
                 + p("間接", level=1) + p("家族", level=2) + p("紹介", level=2)
                 + p("利用", level=0) + p("発送", level=1) + p("提供", style="L") + end, _DECIMAL),
    )  # fmt: skip
    yield (
        marked("docx", "articles", facts + "1|第1章¦総則\n2|（目的）\n第１条¦定める。\n2|（定義）\n"
               "第２条¦用語による。\n3|２¦　件名は含まない。\n1|第2章¦運用\n2|第１条¦点検する。\n"),
        document(p("個人情報取扱規程") + p("総則", level=0) + p("（目的）") + p("定める。", level=1)
                 + p("（定義）") + p("用語による。", level=1) + p("２　件名は含まない。")
                 + p("運用", level=0) + p("点検する。", level=1) + end, _ARTICLES),
    )  # fmt: skip
    yield (
        marked("docx", "headings", facts + "1|¦取得\n適正に行います。\n2|・¦氏名\n2|・¦住所\n"
               "1|¦利用\n2|¦目的\n案内します。\n2|¦期間\n1年とします。\n区分保存\n1氏名\n"),
        document(title + p("取得", style="1") + p("適正に行います。") + p("氏名", level=0, of=2)
                 + p("住所", level=0, of=2) + p("利用", style="1") + p("目的", style="2")
                 + p("案内します。") + p("期間", style="2") + p("1年とします。")
                 + f"<w:tbl>{_row('区分', '保存')}{_row('1', '氏名')}</w:tbl>" + end),
    )  # fmt: skip
    yield (
        marked("docx", "kana", facts + "1|１．¦取得\n2|ア¦直接\n2|イ¦間接\n3|一¦電話\n3|二¦郵便\n"
               "1|２．¦利用\n2|ア¦発送\n2|イ¦請求\n"),
        document(title + p("取得", level=0) + p("直接", level=1) + p("間接", level=1)
                 + p("電話", level=2) + p("郵便", level=2) + p("利用", level=0)
                 + p("発送", level=1) + p("請求", level=1) + end, _KANA),
    )  # fmt: skip
    yield (
        marked("docx", "bullets", facts + "1|■¦取得\n2|-¦ 氏名\n2|-¦ 住所\n"
               "1|■¦利用\n案内します。\n"),
        document(title + p("取得", level=0) + p("氏名", level=1) + p("住所", level=1)
                 + p("利用", level=0) + p("案内します。") + end,
                 [("bullet", "■"), ("bullet", "-")]),
    )  # fmt: skip
    yield (
        marked("docx", "dotted-and-anew", facts + "1|1¦取得\n2|1.1¦直接\n3|1.1.1¦対面\n2|1.2¦間接\n"
               "1|2¦利用\n2|2.1¦案内\n1|3¦提供\n"),
        document(title + p("取得", level=0) + p("直接", level=1) + p("対面", level=2)
                 + p("間接", level=1) + p("利用", level=0) + p("案内", level=1)
                 + p("提供", level=0) + end, _DOTTED),
    )  # fmt: skip
    yield (
        marked("docx", "deeper-first", facts + "1|(1)¦まえがき\n1|(2)¦用語\n1|1.¦取得\n"
               "適正に行います。\n2|(1)¦直接\n3|①¦対面\n1|2.¦利用\n2|(1)¦発送\n"),
        document(title + p("まえがき", level=1) + p("用語", level=1) + p("取得", level=0)
                 + p("適正に行います。") + p("直接", level=1) + p("対面", level=2)
                 + p("利用", level=0) + p("発送", level=1) + end, _DECIMAL),
    )  # fmt: skip
    yield (
        marked("docx", "deeper-first-below-articles", facts + "1|第1条¦（取得）次のとおりとする。\n"
               "2|(1)¦直接\n2|(2)¦間接\n1|第2条¦（利用）次のとおりとする。\n2|1.¦発送\n2|2.¦請求\n"),
        document(title + p("第1条（取得）次のとおりとする。") + p("直接", level=1)
                 + p("間接", level=1) + p("第2条（利用）次のとおりとする。") + p("発送", level=0)
                 + p("請求", level=0) + end, _DECIMAL),
    )  # fmt: skip


def articles_that_go_on() -> tuple[Unseen, bytes]:
    """A regulation whose 条 Word counts on through its 章, behind the table of contents it made."""
    title = p("個人情報取扱規程")
    return (
        marked("docx", "goes-on", "1|第1章¦総則\n2|第１条¦定める。\n1|第2章¦運用\n"
               "2|第２条¦点検する。\n2|第３条¦記録する。\n"),
        document(title + p("第1章 総則 1", style="T1") + p("第2章 運用 2", style="T1")
                 + p("総則", level=0) + p("定める。", level=1) + p("運用", level=0)
                 + p("点検する。", level=1) + p("記録する。", level=1), _ARTICLES, goes_on=1),
    )  # fmt: skip


def _row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in cells)}</w:tr>"
