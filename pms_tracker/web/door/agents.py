"""Who asks, in short: from which network, and with what kind of browser, to know one again."""

from ipaddress import IPv6Address, ip_address, ip_network

# What it says of itself, and what people call it; the first that fits, since each says more.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def in_short(user_agent: str) -> str:
    """Such as `Edge · Windows`; empty where nothing is known of it."""
    found = [_first(names, user_agent) for names in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, found))


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in names if sign in user_agent), "")


def network_of(address: str | None) -> str:
    """What is counted as one source: an IPv4 address, or an IPv6 network (/64), which is what one
    line is given; empty for what is no address."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or ip_network((found, 64), strict=False).network_address
    return str(found)
