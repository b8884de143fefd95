"""Mails signed by a domain (DKIM), and the domain name system as it would tell of the keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import dkim

from cases.ports import LookupUnavailable

KEY = """\
-----BEGIN RSA PRIVATE KEY-----
MIICXQIBAAKBgQCcQIGYuVcOrgddy4D8nkTSUjk7oObuRq3Bk+RQWbP6a1IHMeap
jUfKMH8gG4Z/BqhowM0rgnPSkggPOQB2iAGW+gXg/TJ2GtLDaK3ST+3ceknGPvt6
CYbLgvoQMbfgVEdWI6CA9HpYbvexiVWPxnowUNMa8Z8z+YWfg5YubFMAhQIDAQAB
AoGAKNYTCL8nqYaCFllhVKRoiC9FFfhvYkbGkpj8SqOnDgOOZKL+DcIGySjzkIih
FgG/ceExvfVSH+5afOAA5vmUsGAMWduv/W7IITpqXmilr7kMRhStQMuqKfTjI09X
+UPTYK2nDn49nu48wJRfLz4HhX5ATGSqmeD2VMRvX8V+2OECQQDJdONTUEjDXvzi
vDA55TmI1SXDeDMerClEEYR5WuhidY/F3C3o8ZNJQJ85yHbhJa1PR73TLOyF0EKw
g2a2jzTLAkEAxo5zjzETpwC/q29opbIugCmrWWKsD2X3/efTTkFWtQIiLk0roJOx
eunoFev7Z1JOjEdohgJiEBpu9TVkg3JF7wJBALj3BTEdaXFX6UAUIQNHH0guy3lp
ByaGU20X2FXDzdF4twSnX8+c3epH1umq0NtvSGyeJf+aI5/I0zJVsxyy53kCQEX+
q7AbzeC+e9L0iEB5KrlVdykghqU6/gxM8AmTMPzITsJhw/JsflFlKcKomMyYkEYV
Wjx7lJQ2rUzV0KQh4ZMCQQC+tGp6fB3xIkgEPqj53staCtdQfFIyPrKeFvNbb/Pk
2hTVQXx+EpvxbrDY1tVz12ni8IxdriOO6mLetcu/Y72E
-----END RSA PRIVATE KEY-----
"""
"""A private key of 1024 bits, made for these tests and used nowhere else."""
WEAK_KEY = """\
-----BEGIN RSA PRIVATE KEY-----
MIIBywIBAAJhAM3rylIq0JTKqFmA1QhtMPU7U2mQOB51RdA3QWExq9v+VxdSmO6z
q0OVsXQJyGzqX612XSf/ia1R/zCZnFuwfaJxZPBYAyvCmru6G2MiSEYneffs6Q9W
f//p/V7wgKwQ+wIDAQABAmEAmh1jwdVLYGDAWKRETFc0cgVhqzsF1T3d7zS7mNuN
DUwwsELgNJ6BikaJlhgQSfuqITVMAQG5IdgyqrCx7iecAno6UnrEeoueP2hOd8Lt
HnTmADxrb7HLLVkzKFbRTbDhAjEA+EbrRTnZimNeAmjKw2EYu8vgsTslys11mrLJ
M6tWtk7jv9n2u/tKARlqy0Bn4vDrAjEA1FOU/TLlM/n/7oDWXGaJGJ1Wyx6E/R91
cBOnoownxGoZALixAtUKMHVeTu3pFtwxAjBAO0DE0RmZtulsYCYM9ALNGwrPb0jw
tcT2N8jb6Djvw2siiEZQDcvwit3ZJZl62e8CMDqvh2ScZqGBHe4MCjOr24TEKDMo
ElXsFgeORy00U+GD+bkrUzGXNKPELPbf5yb8YQIxANm63m4F+pbpIlS6VedxmBTH
Oe+If2w7Qe6GgGcPrx17Unf0g/4j8s7pKoBgGPMnsA==
-----END RSA PRIVATE KEY-----
"""
"""Of 768 bits."""
PUBLIC = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCcQIGYuVcOrgddy4D8nkTSUjk7oObuRq3Bk+RQWbP6a1IHMeapjUfKMH8gG4Z/"
    "BqhowM0rgnPSkggPOQB2iAGW+gXg/TJ2GtLDaK3ST+3ceknGPvt6CYbLgvoQMbfgVEdWI6CA9HpYbvexiVWPxnowUNMa8Z8z+YWf"
    "g5YubFMAhQIDAQAB"
)
WEAK_PUBLIC = (
    "MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhAM3rylIq0JTKqFmA1QhtMPU7U2mQOB51RdA3QWExq9v+VxdSmO6zq0OVsXQJyGzqX612"
    "XSf/ia1R/zCZnFuwfaJxZPBYAyvCmru6G2MiSEYneffs6Q9Wf//p/V7wgKwQ+wIDAQAB"
)


@dataclass
class Records:
    """TxtRecords in memory: domain → public key, under the selector `s1`; `away` as if no server answered."""

    keys: dict[str, str] = field(default_factory=lambda: {"works.example": PUBLIC})
    away: bool = False
    asked: list[str] = field(default_factory=list)

    def __call__(self, name: str) -> bytes | None:
        self.asked.append(name)
        if self.away:
            raise LookupUnavailable("no server answers")
        key = self.keys.get(name.rstrip(".").removeprefix("s1._domainkey."))
        return f"v=DKIM1; k=rsa; p={key}".encode() if key else None


def signed(raw: bytes, domain: str = "works.example", *, key: str = KEY, **settings: Any) -> bytes:
    """The mail with a signature of `domain` on top, over the usual headers unless `include_headers` names others."""
    settings = {"include_headers": [b"from", b"to", b"subject", b"date", b"message-id"]} | settings
    signature = dkim.sign(raw, b"s1", domain.encode(), key.encode(), canonicalize=(b"relaxed", b"relaxed"), **settings)
    return bytes(signature) + raw
