"""Forms to ask on paper (請求書): one document, with what is asked for as data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.do.disclosure_requests import request_procedure
from pms_tracker.do.disclosure_requests.request_answers import KINDS
from pms_tracker.do.disclosure_requests.request_choices import (
    FEE_WAYS,
    METHODS,
    PAPERS,
    REQUESTERS,
    Channel,
)
from pms_tracker.do.disclosure_requests.request_procedure import IDENTIFIED_BY, Procedure
from pms_tracker.do.rules.contact.request_rules import WITH_FEE, Asked, Requester
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm import people
from pms_tracker.web.do.requests import procedure_words
from pms_tracker.web.pictures import papers
from pms_tracker.web.words import days_in_words
from pms_tracker.web.words.register_words import say


@dataclass(frozen=True)
class Line:
    """One row of a form: what it is called, boxes to tick, and so many millimetres to write in."""

    label: Words
    boxes: tuple[Words, ...] = ()
    space: int = 0


TITLES: Mapping[Asked, Words] = {
    Asked.PURPOSE: N_("利用目的の通知の請求書"),
    Asked.DISCLOSURE: N_("保有個人データの開示の請求書"),
    Asked.RECORDS: N_("第三者提供記録の開示の請求書"),
    Asked.CORRECTION: N_("保有個人データの訂正などの請求書"),
    Asked.STOP: N_("保有個人データの利用停止などの請求書"),
    Asked.PROVISION: N_("第三者提供の停止の請求書"),
}
_DATA = N_("対象となる個人データ")
_WAY = Line(N_("希望する方法"), (N_("書面"), N_("電子データ"), N_("その他（　　　　　　）")), 1)
# Why somebody may ask for a stop that the company did nothing wrong in (35-5).
_FIVE = (
    N_("利用する必要がなくなった"),
    N_("漏えいなどが起きた"),
    N_("権利や正当な利益が害されるおそれがある"),
)
_REASON = N_("請求の理由")
# What is asked of each, beside who asks and for whom.
LINES: Mapping[Asked, tuple[Line, ...]] = {
    Asked.PURPOSE: (Line(_DATA, space=38),),
    Asked.DISCLOSURE: (Line(_DATA, space=34), _WAY),
    Asked.RECORDS: (
        Line(N_("対象となる記録"), (N_("第三者に提供した記録"), N_("第三者から受けた記録"))),
        Line(N_("個人データ、相手、時期"), space=22),
        _WAY,
    ),
    Asked.CORRECTION: (
        Line(N_("求める対応"), (N_("訂正する"), N_("追加する"), N_("削除する"))),
        Line(N_("現在の内容"), space=14),
        Line(N_("正しい内容"), space=14),
        Line(N_("理由と確かめられる資料"), space=10),
    ),
    Asked.STOP: (
        Line(N_("求める対応"), (N_("利用停止"), N_("消去"))),
        Line(_DATA, space=20),
        Line(
            _REASON,
            (
                N_("利用目的を超えて扱われている"),
                N_("不適正に利用されている"),
                N_("不正に取得された"),
                *_FIVE,
            ),
            10,
        ),
    ),
    Asked.PROVISION: (
        Line(_DATA, space=20),
        Line(N_("分かっている提供先"), space=8),
        Line(_REASON, (N_("同意などがないまま提供されている"), *_FIVE), 10),
    ),
}
_WHO = (
    Line(N_("氏名（フリガナ）"), space=8),
    Line(N_("住所"), space=8),
    Line(N_("電話番号、メール"), space=5),
    Line(N_("会員番号など"), space=4),
)
_WHOM = (Line(N_("本人の氏名"), space=5), Line(N_("本人の住所"), space=5))


def answer(asked: Asked) -> ResponseReturnValue:
    """The form for one thing that is asked for, as a download in the reader's language."""
    name = f"request-form-{[*Asked].index(asked) + 1}-{days_in_words.language()}.pdf"
    return papers.handed(made(asked), papers.named(name))


def made(asked: Asked) -> bytes:
    """The PDF of a form, as the company says now how to ask."""
    return _drawn(json.dumps(_data(asked), ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=32)
def _drawn(data: str) -> bytes:
    # Anybody may ask for it and it is the same for all: it is set once.
    return papers.set_paper("request_form", json.loads(data))


def _data(asked: Asked) -> dict[str, Any]:
    published = request_procedure.as_published()
    said, desk = published.procedure, procedure_words.desk_told(published)
    company = people.the_company().name
    return {
        "lang": days_in_words.language(),
        "title": say(TITLES[asked]),
        "form": papers.form(gettext("開示等請求%(number)s", number=[*Asked].index(asked) + 1)),
        "basis": gettext(
            "個人情報保護法による請求（%(article)s）", article=procedure_words.article_text(asked)
        ),
        "day": gettext("請求日　　　　年　　月　　日"),
        "company": company,
        "to": gettext("%(company)s 御中", company=" ".join(filter(None, (company, desk.name)))),
        "parts": _parts(asked, said),
        "office": {
            "title": gettext("会社の記入欄"),
            "heads": [
                *(gettext("受付番号"), gettext("受付日"), gettext("本人確認（方法、担当）")),
                *([gettext("手数料の受領日")] if asked in WITH_FEE else []),
                gettext("回答日"),
            ],
        },
    }


def _parts(asked: Asked, said: Procedure) -> list[dict[str, Any]]:
    who = Line(N_("請求する人の区分"), tuple(REQUESTERS.values()))
    return [
        _part(gettext("請求する人"), (*_WHO, who)),
        _part(
            gettext("対象となる本人"), _WHOM, gettext("代理人が請求するときだけ記入してください。")
        ),
        _part(
            gettext("請求の内容：%(kind)s", kind=say(KINDS[asked])),
            LINES[asked],
            gettext("個人番号（マイナンバー）は書かないでください。"),
        ),
        _part(
            gettext("本人確認"),
            (
                Line(
                    N_("提示または写しの同封"),
                    tuple(METHODS[each] for each in IDENTIFIED_BY[Channel.VISIT]),
                ),
                *(
                    Line(
                        REQUESTERS[requester],
                        tuple(PAPERS[each] for each in procedure_words.AGENTS[requester]),
                    )
                    for requester in (Requester.GUARDIAN, Requester.AGENT)
                ),
            ),
            gettext(
                "代理人は、代理人の本人確認と、代理権を示す書類です。本籍は見えないようにします。"
            ),
        ),
        _fee(asked, said),
    ]


def _part(title: str, rows: tuple[Line, ...], note: str = "") -> dict[str, Any]:
    told = [
        {
            "label": say(each.label),
            "boxes": [say(words) for words in each.boxes],
            "space": each.space,
            "words": "",
        }
        for each in rows
    ]
    return {"title": title, "note": note, "rows": told}


def _fee(asked: Asked, said: Procedure) -> dict[str, Any]:
    part = _part(gettext("手数料の支払い"), (Line(N_("手数料の額")),))
    part["rows"][0]["words"] = procedure_words.fee_text(said, asked)
    if said.fee(asked) and said.fee_ways:
        ways = tuple(FEE_WAYS[each] for each in said.fee_ways)
        part["rows"].extend(_part("", (Line(N_("お支払いの方法"), ways),))["rows"])
    return part
