"""TXT records from the domain name system, for the keys of signatures."""

from __future__ import annotations

from dataclasses import dataclass

from cases.ports import LookupUnavailable


@dataclass(frozen=True, slots=True)
class DnsTxt:
    """TxtRecords from the machine's resolver, or from `servers` (addresses); gives up after `seconds`."""

    servers: tuple[str, ...] = ()
    port: int = 53
    seconds: float = 4

    def __call__(self, name: str) -> bytes | None:
        import dns.exception  # a fifth of a second at the first use, and most mails need no look-up
        import dns.resolver

        try:
            resolver = dns.resolver.Resolver(configure=not self.servers)
            if self.servers:
                resolver.nameservers, resolver.port = list(self.servers), self.port
            answer = resolver.resolve(name, "TXT", lifetime=self.seconds, raise_on_no_answer=False)
        except dns.resolver.NXDOMAIN:
            return None
        except dns.exception.DNSException as trouble:
            raise LookupUnavailable(f"no answer about {name} ({type(trouble).__name__})") from trouble
        return next((b"".join(record.strings) for record in answer.rrset or ()), None)
