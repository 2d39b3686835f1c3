"""What a provider answers is believed only where it proves who somebody is, to us, now."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from time import monotonic
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine

from pms_tracker import clock
from pms_tracker.web.credentials.provider import (
    BadAnswer,
    Declined,
    Provider,
    ProviderAway,
    Vouched,
)
from tests import identity_provider
from tests.cast import TODAY
from tests.identity_provider import BACK, CLIENT, SECRET, Claims, IdentityProvider


@pytest.fixture(scope="module")
def running() -> Iterator[IdentityProvider]:
    with identity_provider.running() as found:
        yield found


@pytest.fixture
def there(running: IdentityProvider) -> IdentityProvider:
    running.behave()
    return running


@pytest.fixture
def ours(there: IdentityProvider) -> Provider:
    return Provider(there.issuer, CLIENT, SECRET, BACK)


def query(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def come_back(ours: Provider, there: IdentityProvider, *, afresh: bool = False) -> Vouched:
    address, trip = ours.begin(afresh=afresh)
    return ours.finish(query(there.send(address)), trip)


def refused(ours: Provider, there: IdentityProvider, *, afresh: bool = False) -> str:
    with pytest.raises(BadAnswer) as wrong:
        come_back(ours, there, afresh=afresh)
    return str(wrong.value)


def test_whoever_comes_back_is_known_by_issuer_and_subject_alone(
    ours: Provider, there: IdentityProvider
) -> None:
    address, trip = ours.begin()
    sent = query(address)
    assert sent["scope"] == "openid"
    assert sent["code_challenge_method"] == "S256"
    assert trip.verifier not in address
    assert (sent["state"], sent["nonce"]) == (trip.state, trip.nonce)
    assert "prompt" not in sent
    found = ours.finish(query(there.send(address)), trip)
    assert found.issuer == there.issuer
    assert found.subject == there.subject()
    # The session there is hours old, and says so.
    assert found.proved_at is not None
    assert clock.now().timestamp() - found.proved_at > 3600
    there.is_at_desk("other")
    assert come_back(ours, there).subject != found.subject


def test_an_answer_belongs_to_one_trip(ours: Provider, there: IdentityProvider) -> None:
    address, trip = ours.begin()
    answer = query(there.send(address))
    _, other = ours.begin()
    for wrong, said in (
        ({**answer, "state": other.state}, "another state"),
        ({**answer, "state": ""}, "another state"),
        ({name: answer[name] for name in answer if name != "state"}, "another state"),
        ({**answer, "iss": "https://elsewhere.example"}, "another issuer"),
        ({**answer, "code": "guessed"}, "code refused"),
        ({**answer, "code": ""}, "code refused"),
    ):
        with pytest.raises(BadAnswer, match=said):
            ours.finish(wrong, trip)
    # A code that was taken on the way is of no use with another verifier.
    with pytest.raises(BadAnswer, match="code refused"):
        ours.finish({**answer, "state": other.state}, other)
    address, trip = ours.begin()
    answer = query(there.send(address))
    ours.finish(answer, trip)
    with pytest.raises(BadAnswer, match="code refused"):
        ours.finish(answer, trip)


def now() -> int:
    return int(clock.now().timestamp())


ALTERED: dict[str, tuple[Callable[[Claims], object], str]] = {
    "audience": (lambda claims: claims.update(aud="another"), "aud"),
    # Authlib alone would believe the authorised party.
    "audience of another, for us": (lambda claims: claims.update(aud=["x"], azp=CLIENT), "aud"),
    "several audiences": (lambda claims: claims.update(aud=[CLIENT, "another"]), "azp"),
    "authorised party": (lambda claims: claims.update(azp="another"), "azp"),
    "issuer": (lambda claims: claims.update(iss="https://elsewhere.example"), "iss"),
    "nonce": (lambda claims: claims.update(nonce="another"), "nonce"),
    "no nonce": (lambda claims: claims.pop("nonce"), "nonce"),
    "expired": (lambda claims: claims.update(exp=now() - 120), "expired"),
    "no end": (lambda claims: claims.pop("exp"), "exp"),
    "of tomorrow": (lambda claims: claims.update(iat=now() + 3600), "iat|issued"),
    "not yet": (lambda claims: claims.update(nbf=now() + 3600), "not yet valid"),
    "no subject": (lambda claims: claims.pop("sub"), "sub"),
    "empty subject": (lambda claims: claims.update(sub=""), "sub"),
    "subject of another kind": (lambda claims: claims.update(sub=7), "sub"),
    "another token's hash": (lambda claims: claims.update(at_hash="x" * 22), "at_hash"),
}


def test_a_token_with_another_claim_proves_nothing(ours: Provider, there: IdentityProvider) -> None:
    for what, (alter, said) in ALTERED.items():
        there.alters = alter
        assert re.search(said, refused(ours, there)), what
    there.alters = lambda claims: claims.update(exp=now() - 30, aud=CLIENT)
    come_back(ours, there)


def test_a_token_that_another_signed_or_nobody_proves_nothing(
    ours: Provider, there: IdentityProvider
) -> None:
    come_back(ours, there)
    there.signs_with = identity_provider.strange_keys(there.issuer)
    refused(ours, there)
    there.signs_with, there.algorithm = None, "none"
    refused(ours, there)
    there.algorithm, there.answers_with = "RS256", "nothing"
    refused(ours, there)
    there.behave()
    # A token of before, replayed.
    come_back(ours, there)
    there.answers_with = there.last_id_token
    assert "nonce" in refused(ours, there)
    there.behave()
    there.algorithm = "ES256"
    come_back(ours, there)


def test_new_keys_are_read_when_they_are_met(ours: Provider, there: IdentityProvider) -> None:
    before = come_back(ours, there)
    there.changes_keys()
    assert come_back(ours, there).subject == before.subject


def test_proof_afresh_is_of_now(ours: Provider, there: IdentityProvider) -> None:
    address, _ = ours.begin(afresh=True)
    assert query(address)["prompt"] == "login"
    assert query(address)["max_age"] == "0"
    found = come_back(ours, there, afresh=True)
    assert found.proved_at is not None
    assert clock.now().timestamp() - found.proved_at < 60
    there.ignores_prompt = True
    assert refused(ours, there, afresh=True) == "not proved afresh"
    there.ignores_prompt = False
    for alter in (
        lambda claims: claims.pop("auth_time"),
        lambda claims: claims.update(auth_time=True),
        lambda claims: claims.update(auth_time=now() - 300),
    ):
        there.alters = alter
        assert refused(ours, there, afresh=True) == "not proved afresh"


def test_who_declines_there_is_not_vouched_for(ours: Provider, there: IdentityProvider) -> None:
    there.declines = True
    address, trip = ours.begin()
    with pytest.raises(Declined, match="access_denied"):
        ours.finish(query(there.send(address)), trip)


def test_a_provider_that_is_away_is_said_to_be_and_not_waited_for_each_time(
    ours: Provider, there: IdentityProvider
) -> None:
    there.is_down = True
    with pytest.raises(ProviderAway, match="HTTPError"):
        ours.begin()
    there.is_down = False
    with pytest.raises(ProviderAway, match="a moment ago"):
        ours.begin()
    with time_machine.travel(clock.at(TODAY, 10) + timedelta(minutes=1)):
        address, trip = ours.begin()
        answer = query(there.send(address))
        there.is_down = True
        with pytest.raises(ProviderAway, match="token"):
            ours.finish(answer, trip)
    for issuer in (f"{there.issuer}/other", "http://127.0.0.1:9"):
        with pytest.raises(ProviderAway):
            Provider(issuer, CLIENT, SECRET, BACK).begin()


def test_a_provider_under_another_name_is_not_taken_for_it(there: IdentityProvider) -> None:
    with pytest.raises(ProviderAway, match="calls itself"):
        Provider(f"{there.issuer}/", CLIENT, SECRET, BACK).begin()


def test_a_wrong_secret_is_the_provider_s_refusal(there: IdentityProvider) -> None:
    assert "code refused" in refused(Provider(there.issuer, CLIENT, "wrong", BACK), there)


def test_a_provider_that_drips_is_given_up_as_a_whole(there: IdentityProvider) -> None:
    hasty = Provider(there.issuer, CLIENT, SECRET, BACK, within=1.0)
    address, trip = hasty.begin()
    answer = query(there.send(address))
    there.drips = 0.05
    began = monotonic()
    with pytest.raises(ProviderAway, match="no whole answer within 1 seconds"):
        hasty.finish(answer, trip)
    with pytest.raises(ProviderAway, match="no whole answer within 1 seconds"):
        Provider(there.issuer, CLIENT, SECRET, BACK, within=1.0).begin()
    assert 1.9 < monotonic() - began < 15
