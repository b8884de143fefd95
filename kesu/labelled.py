"""`标签：值` in the first lines of a colleague's answer: facts by their names, as good as FACT = VALUE."""

from __future__ import annotations

import re

from cases.mail import Decision, IncomingMail
from cases.model import Case
from cases.pack import Pack
from kesu.desk import Desk
from parsers.labels import label_of

_LINE = re.compile(r"\s*(?P<name>[^=＝:：,，。;；?？!！]{1,40}?)\s*(?P<sign>[=＝:：])\s*(?P<value>\S.*)")
_NAME = re.compile(r"\S{1,20}")


def labelled(desk: Desk, case: Case, mail: IncomingMail) -> Decision | None:
    """The first lines as a command to set facts, as far as each has a known name before its colon or equals sign.

    An unknown name before an equals sign is refused; before a colon it is an ordinary sentence: None.
    """
    pack, facts = desk.packs[case.pack], list[str]()
    for line in mail.new_text.strip().splitlines():
        found = _LINE.fullmatch(line)
        if found is None:
            break
        fact = _fact(desk, pack, found["name"])
        if not fact:
            certain = found["sign"] in "=＝" and _NAME.fullmatch(found["name"])
            return _said(facts, found["name"] if certain else "")
        facts.append(f"{fact} = {found['value']}")
    return _said(facts, "")


def _said(facts: list[str], unknown: str) -> Decision | None:
    if not facts and not unknown:
        return None
    refused = f"没有名为 {unknown} 的事实 / there is no fact {unknown!r}" if unknown else ""
    return Decision(verb="set", reason="\n".join(facts), refused_because=refused)


def _fact(desk: Desk, pack: Pack, name: str) -> str:
    """The fact of this name: as the regulation's facts are called in either language, or as forms call it."""
    called = {desk.words.label(fact, lang).casefold(): fact for fact in pack.facts for lang in ("zh", "en")}
    label = label_of(name)
    return called.get(name.casefold(), name if name in pack.facts else label.field if label else "")
