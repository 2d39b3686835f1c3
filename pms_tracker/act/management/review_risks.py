"""What the register of risks tells of the time of a management review: how grave, how far."""

from sqlalchemy import Integer, and_, cast, func, select

from pms_tracker.database import session
from pms_tracker.do.rules.risk_rules import LARGE_FROM, Progress
from pms_tracker.do.tables.risk_tables import Risk
from pms_tracker.registers.edition_rules import IN_FORCE


def told() -> dict[str, int]:
    """How many approved risks there are as the register stands, how many of them are large, large
    even after their measures, and without their measures carried out (JIS Q 15001 9.3)."""
    after = cast(Risk.likelihood_after, Integer) * cast(Risk.impact_after, Integer)
    counted = {
        "in_force": Risk.id.is_not(None),
        "large": Risk.level >= LARGE_FROM,
        "large_after": after >= LARGE_FROM,
        "not_done": and_(Risk.residual.is_(False), Risk.progress != Progress.DONE),
    }
    columns = [func.count().filter(is_so).label(name) for name, is_so in counted.items()]
    its = Risk.state.in_(IN_FORCE), Risk.struck == ""
    return dict(session.execute(select(*columns).where(*its)).one()._mapping)
