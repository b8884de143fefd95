"""XOAUTH2: an access token in place of a password (SASL, as Google and Microsoft document it)."""

from __future__ import annotations

import json


class Xoauth2:
    """One try to sign in. The server answers a bad token with a challenge that says why, and waits for an empty line
    before it refuses."""

    def __init__(self, user: str, token: str) -> None:
        self._first = f"user={user}\x01auth=Bearer {token}\x01\x01"
        self._asked = False
        self.why = ""
        """What the challenge said, in one line; "" = there was none."""

    def answer(self, challenge: bytes | None = None) -> str:
        """The next line of ours, before base64."""
        if not self._asked:
            self._asked = True
            return self._first
        self.why = _said(challenge or b"")
        return ""


def _said(challenge: bytes) -> str:
    """`{"status":"400","schemes":"Bearer","scope":"…"}` as `status 400, schemes Bearer …`."""
    try:
        told = json.loads(challenge)
    except ValueError:
        return challenge.decode("ascii", "replace").strip()[:200]
    if not isinstance(told, dict):
        return ""
    return ", ".join(f"{key} {value}" for key, value in told.items())[:200]
