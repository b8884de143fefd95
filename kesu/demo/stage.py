"""Performs a play on a stage: whatever has a mailbox, a submission server and a desk between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Protocol

from kesu.demo.engineer import fill
from kesu.demo.letters import read, text_of, write
from kesu.demo.play import CannotGoOn, Play, Scene

POLL = timedelta(minutes=3)
"""How long a mail lies in the mailbox before the desk looks."""


class Stage(Protocol):
    """Where a desk runs. It is driven from outside only: mail in, the time, mail out."""

    def deliver(self, raw: bytes, at: datetime) -> None:
        """A mail arrives in the desk's mailbox at `at`."""
        ...

    def pass_at(self, now: datetime) -> None:
        """The desk makes one pass at `now`."""
        ...

    def sent(self) -> Sequence[bytes]:
        """Every mail that the desk has sent so far, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Happening:
    """A mail that came or went, as seen from outside. `who` wrote it or got it."""

    at: datetime
    who: str
    what: str
    raw: bytes
    incoming: bool


def perform(play: Play, stage: Stage, desk: str) -> Iterator[list[Happening]]:
    """Scene by scene what happened; `desk` is the address that people write to."""
    names = {actor.address: actor.name for actor in play.cast.values()}
    seen = 0
    for number, scene in enumerate(play.scenes, 1):
        found: list[Happening] = []
        now = scene.at
        if scene.who:
            raw = _letter(play, scene, number, desk, stage.sent())
            stage.deliver(raw, scene.at)
            found.append(Happening(scene.at, play.cast[scene.who].name, scene.tells, raw, incoming=True))
            now += POLL
        stage.pass_at(now)
        sent = stage.sent()
        for raw in sent[seen:]:
            mail = read(raw)
            who = names.get(str(mail["To"]), str(mail["To"]))
            found.append(Happening(now, who, str(mail["Subject"]), raw, incoming=False))
        seen = len(sent)
        yield found


def _letter(play: Play, scene: Scene, number: int, desk: str, sent: Sequence[bytes]) -> bytes:
    actor = play.cast[scene.who]
    answered = _mail_to(actor.address, scene.answers, sent) if scene.answers else None
    files: dict[str, bytes] = {}
    if scene.fills:
        name, form = _form_in(_mail_to(actor.address, scene.form or scene.answers, sent))
        files[name] = fill(form, [play.fillings[key] for key in scene.fills], scene.at)
    return write(scene, actor, desk, number, answered, files)


def _mail_to(address: str, words: Sequence[str], sent: Sequence[bytes]) -> EmailMessage:
    """The latest mail in this person's inbox that has all these words. Raises CannotGoOn."""
    for raw in reversed(sent):
        mail = read(raw)
        if str(mail["To"]) == address and all(word in f"{mail['Subject']}\n{text_of(mail)}" for word in words):
            return mail
    raise CannotGoOn(f"the desk has sent {address} no mail with {' and '.join(words)}")


def _form_in(mail: EmailMessage) -> tuple[str, bytes]:
    """Name and bytes of the 8D that came with a mail."""
    for part in mail.iter_attachments():
        name, content = part.get_filename(), part.get_payload(decode=True)
        if name and "8D" in name and isinstance(content, bytes):
            return name, content
    raise CannotGoOn(f"the mail {mail['Subject']!r} brought no 8D")
