"""How to ask about what is held of somebody, in words: for the page outside and forms on paper."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext, lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.do.disclosure_requests import request_procedure
from pms_tracker.do.disclosure_requests.request_answers import ARTICLES, KINDS
from pms_tracker.do.disclosure_requests.request_choices import (
    CHANNELS,
    FEE_WAYS,
    METHODS,
    PAPERS,
    Channel,
)
from pms_tracker.do.disclosure_requests.request_procedure import (
    IDENTIFIED_BY,
    AsPublished,
    Procedure,
)
from pms_tracker.do.rules.contact.publication_rules import Published, Source
from pms_tracker.do.rules.contact.request_rules import (
    PROVES,
    WITH_FEE,
    Asked,
    Paper,
    Requester,
    Stand,
)
from pms_tracker.people.firm import people
from pms_tracker.web.words import labels
from pms_tracker.web.words.register_words import say

STANDS: Mapping[Stand, tuple[LazyString, LazyString]] = {
    Stand.RECEIVED: (_l("受付済み"), _l("窓口で確認しています。")),
    Stand.IDENTIFYING: (
        _l("本人確認などの手続中"),
        _l("窓口からの連絡に沿って、本人確認などの手続を進めてください。"),
    ),
    Stand.PREPARING: (_l("回答の準備中"), _l("調査と回答の準備を進めています。")),
    Stand.ANSWERED: (
        _l("回答済み"),
        _l("回答を送りました。届かないときは、窓口にご連絡ください。"),
    ),
    Stand.OVER: (
        _l("終了"),
        _l("この請求の手続は終了しました。ご不明な点は、窓口にご連絡ください。"),
    ),
}
# Whose agent needs what to be shown, in the order of the papers.
AGENTS: Mapping[Requester, tuple[Paper, ...]] = {
    Requester.GUARDIAN: tuple(each for each in Paper if each in PROVES[Requester.GUARDIAN]),
    Requester.AGENT: (Paper.MANDATE, Paper.SEAL),
}


@dataclass(frozen=True)
class Kind:
    """One thing that may be asked for, as visitors are told of it."""

    key: Asked
    name: str
    article: str
    fee: str


@dataclass(frozen=True)
class Way:
    """One way to ask: where to, and how whoever asks is identified."""

    key: Channel
    name: str
    where: str
    identity: str


@dataclass(frozen=True)
class DeskTold:
    """The desk as visitors are told of it."""

    name: str
    phone: str
    hours: str
    body: str


@dataclass(frozen=True)
class Told:
    """All that the page says; what nobody said is empty, and left out there."""

    company: str
    procedure: Procedure
    kinds: tuple[Kind, ...]
    ways: tuple[Way, ...]
    guardian: str
    agent: str
    fee_ways: str
    desk: DeskTold
    takes: bool
    purposes_in_policy: bool
    measures_in_policy: bool


def told(published: AsPublished) -> Told:
    """What the page says of how to ask as it is published now."""
    said, desk, sources = published.procedure, desk_told(published), published.sources
    return Told(
        people.the_company().name,
        said,
        tuple(
            Kind(each, say(KINDS[each]), article_text(each), fee_text(said, each)) for each in Asked
        ),
        tuple(
            Way(each, say(CHANNELS[each]), where(each, said, desk), identity_text(each))
            for each in said.channels
        ),
        papers_text(Requester.GUARDIAN),
        papers_text(Requester.AGENT),
        labels.between(say(FEE_WAYS[each]) for each in said.fee_ways),
        desk,
        request_procedure.takes_requests(),
        sources[Published.PURPOSES] is Source.POLICY,
        sources[Published.MEASURES] is Source.POLICY,
    )


def article_text(asked: Asked) -> str:
    """The article of the law by itself; behind a word it stands in brackets in English."""
    return say(ARTICLES[asked]).strip("()")


def fee_text(said: Procedure, asked: Asked) -> str:
    """What is to be paid for one thing, as a sentence or an amount."""
    fee = said.fee(asked)
    if asked not in WITH_FEE or fee == 0:
        return gettext("無料")
    if fee is None:
        return gettext("請求を受けたときにご案内します")
    return gettext("1件につき%(yen)s円", yen=f"{fee:,}")


def where(channel: Channel, said: Procedure, desk: DeskTold) -> str:
    """Where to ask in one way."""
    places = {
        Channel.VISIT: "\n".join(filter(None, (said.address, desk.name))),
        Channel.POST: said.send_to or "\n".join(filter(None, (said.address, desk.name))),
        Channel.PHONE: "\n".join(filter(None, (desk.phone, desk.hours if desk.phone else ""))),
        Channel.MAIL: said.mail,
    }
    return places.get(channel) or gettext("窓口にお問い合わせください。")


def identity_text(channel: Channel) -> str:
    """How whoever asks in one way is identified."""
    methods = IDENTIFIED_BY[channel]
    names = labels.between(say(METHODS[each]) for each in methods)
    if channel is Channel.VISIT:
        return gettext("次のいずれかの提示：%(names)s", names=names)
    if channel is Channel.POST:
        return gettext("運転免許証などの写しを同封し、回答をその住所に書留などで送って確かめます。")
    return names


def papers_text(requester: Requester) -> str:
    """What whoever asks for somebody else shows besides."""
    return labels.between(say(PAPERS[each]) for each in AGENTS[requester])


def desk_told(published: AsPublished) -> DeskTold:
    """The desk as it was told, else as the published policy says."""
    desk, read = published.desk, published.contact
    hours = gettext(
        "%(opens)sから%(closes)sまで（休業日を除く）", opens=desk.opens, closes=desk.closes
    )
    return DeskTold(
        desk.name or read.role or "",
        desk.phone or read.phone or "",
        hours if desk.since_on else read.hours or "",
        desk.body,
    )
