"""A security key in software: makes passkeys and signs as an authenticator does (ES256)."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, MADE = 0x01, 0x04, 0x40


@dataclass
class Key:
    """One passkey. `verifies`: whether it says that it asked its holder for a PIN."""

    origin: str
    verifies: bool = True
    count: int = 0
    id: bytes = field(default_factory=lambda: token_bytes(16))
    secret: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    handle: str = ""

    def make(self, options: dict[str, Any]) -> str:
        """What a browser hands over for a new passkey."""
        self.handle = options["user"]["id"]
        numbers = self.secret.public_key().public_numbers()
        x, y = (each.to_bytes(32, "big") for each in (numbers.x, numbers.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        about = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        data = self._data(options["rp"]["id"], MADE) + about
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._said("webauthn.create", options)
        return self._answer(attestationObject=made, clientDataJSON=said)

    def sign(self, options: dict[str, Any]) -> str:
        """What a browser hands over once the passkey was shown."""
        self.count += 1
        data, said = self._data(options["rpId"], 0), self._said("webauthn.get", options)
        signed = self.secret.sign(data + sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            authenticatorData=data,
            clientDataJSON=said,
            signature=signed,
            userHandle=base64url_to_bytes(self.handle),
        )

    def _data(self, site: str, more: int) -> bytes:
        flags = PRESENT | more | (VERIFIED if self.verifies else 0)
        return sha256(site.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _said(self, what: str, options: dict[str, Any]) -> bytes:
        said = {"type": what, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _answer(self, **response: bytes) -> str:
        named = bytes_to_base64url(self.id)
        found = {name: bytes_to_base64url(each) for name, each in response.items()}
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": found})
