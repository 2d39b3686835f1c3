"""Why an incident is reported, as people read it."""

from collections.abc import Mapping

from flask_babel import lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from pms_tracker.do.rules.incidents.leak_rules import Class

CLASSES: Mapping[Class, LazyString] = {
    Class.SENSITIVE: _p("why reported", "要配慮個人情報"),
    Class.PROPERTY: _p("why reported", "財産的な被害のおそれ"),
    Class.MALICE: _p("why reported", "不正の目的のおそれ"),
    Class.MANY: _p("why reported", "本人の数が多い"),
    Class.SYSTEMS: _p("why reported", "国などの情報システム"),
    Class.OPEN: _p("why reported", "だれでも見られる状態"),
    Class.GRAVE: _p("why reported", "重大なおそれ"),
    Class.EVERY: _p("why reported", "すべての事故が対象"),
}
