"""What is for outsiders gives nobody a cookie, even where there is no such page."""

import pytest

from tests.databases import Served
from tests.visitor import Visitor


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/report/reply", 405),
        ("/report/nothing", 404),
        ("/requests/nothing", 404),
        ("/answer/one/two", 404),
        ("/door/one/two/three", 404),
    ],
)
def test_no_cookie_comes_from_where_no_page_of_outsiders_is(
    served: Served, visitor: Visitor, address: str, status: int
) -> None:
    for client in (served.app.test_client(), visitor.as_("employee").client):
        answer = client.get(address)
        assert answer.status_code == status
        assert "Set-Cookie" not in answer.headers
