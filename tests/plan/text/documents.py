"""Word documents and PDFs of the fictional texts, made the way that offices make them."""

import io
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import pylopdf_fonts_jp
import typst
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

RESTARTS_NEVER = '<w:lvlRestart w:val="0"/>'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(
    body: str,
    levels: list[tuple[str, str]] = (),  # type: ignore[assignment]
    *,
    more: str = "",
    goes_on: int | None = None,
) -> bytes:
    """A .docx whose list 1 has these levels (numFmt, lvlText), of which one `goes_on` counting
    whatever stands above it; list 2 are bullets."""
    of_list = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{shown}"/>{RESTARTS_NEVER if i == goes_on else ""}</w:lvl>'
        for i, (form, shown) in enumerate(levels)
    )
    bullets = "".join(
        f'<w:lvl w:ilvl="{i}"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>'
        for i in range(3)
    )
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{of_list}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1">{bullets}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
    )
    styles = (
        f'<w:styles xmlns:w="{W}">'
        '<w:style w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/>'
        "</w:pPr></w:style>"
        '<w:style w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/><w:pPr>'
        '<w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
        '<w:style w:styleId="L"><w:name w:val="List Number"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style></w:styles>"
    )
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "word/numbering.xml": numbering,
        "word/styles.xml": styles,
    }
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content + (more if name.endswith("document.xml") else ""))
    return made.getvalue()


def paragraph(words: str, *, level: int | None = None, style: str = "", of: int = 1) -> str:
    """A paragraph, on a level of a list, or in a style."""
    told = f'<w:pStyle w:val="{style}"/>' if style else ""
    if level is not None:
        told += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{of}"/></w:numPr>'
    return f"<w:p><w:pPr>{told}</w:pPr><w:r><w:t>{escape(words)}</w:t></w:r></w:p>"


def pdf(text: str, head: str = "", foot: str = "") -> bytes:
    """A PDF whose lines are those of a text, indented and spaced like it, on small pages that have
    a running `head` if one is given; their numbers stand behind `foot`."""
    rows = []
    for line in text.splitlines():
        words = line.lstrip(" \u3000")
        blank = line[: len(line) - len(words)]
        inset = sum(1.0 if one == "\u3000" else 0.5 for one in blank)
        said = words.replace("\\", "\\\\").replace('"', '\\"')
        rows.append(f'#block(inset: (left: {inset}em), above: 0.6em, below: 0.6em, text("{said}"))'
                    if words else "#v(1.2em)")  # fmt: skip
    fonts = Path(pylopdf_fonts_jp.__file__).parent
    top = f', height: 9cm, header: text("{head}")' if head else ""
    page = f'#set page(numbering: "{foot}1"{top})\n'
    page += '#set text(font: ("Noto Serif JP", "Noto Sans JP"))\n'
    made = typst.compile((page + "\n".join(rows)).encode(), font_paths=[str(fonts)])
    assert isinstance(made, bytes)
    return made


def drawn(*pages: list[tuple[int, int, int, str]]) -> bytes:
    """A PDF whose words are drawn in this order: how far from the left, how high, how large."""
    writer = PdfWriter()
    font = NameObject("/Font")
    helvetica = {"/Type": font, "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    face = DictionaryObject({NameObject(k): NameObject(v) for k, v in helvetica.items()})
    for words in pages:
        page = writer.add_blank_page(600, 800)
        stream = DecodedStreamObject()
        rows = (f"BT /F {size} Tf {x} {y} Td ({said}) Tj ET" for x, y, size, said in words)
        stream.set_data("\n".join(rows).encode())
        faces = DictionaryObject({NameObject("/F"): face})
        page[NameObject("/Resources")] = DictionaryObject({font: faces})
        page[NameObject("/Contents")] = writer._add_object(stream)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
