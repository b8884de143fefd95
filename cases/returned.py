"""What a returned form says: its answers, by which anchors each was found, and what is to be told to its sender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

BOOKMARK, STYLE, LABEL = "bookmark", "style", "label"
BLOCK, WARN, INFO = "block", "warn", "info"
LEVELS = (BLOCK, WARN, INFO)

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about a returned form; `block` keeps it from approval."""

    rule: str
    level: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One field as it came back.

    Where the anchors point at different cells, `agreed` is False, `value` empty and `seen` holds what stands
    where each of them points: a person decides.
    """

    value: str | tuple[str, ...]
    """As typed, line ends as \\n; of a choice the ids of the ticked boxes; of a photo the names of the pictures."""
    by: tuple[str, ...] = ()
    agreed: bool = True
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Returned:
    """A returned form. `form`, `case` and `revision` are "" where the file does not tell."""

    form: str = ""
    case: str = ""
    revision: str = ""
    language: str = ""
    fields: Mapping[str, Answer] = field(default_factory=dict)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    """By table: the rows in which somebody wrote, column id -> text."""
    prefilled_changed: Mapping[str, str] = field(default_factory=dict)
    """Cells filled by the desk that read otherwise now: field id -> what they say. None of it is taken over."""
    handed: Mapping[str, str] = field(default_factory=dict)
    """By field the mark (cases.form_marks) of what its cell said when handed out; empty if the file lost them."""
    findings: tuple[Finding, ...] = ()
    converted_from: str = ""
    """doc, odt or rtf; "" for a file that came as .docx."""
    flags: tuple[str, ...] = ()
    """What a person may want to know: comments, tracked-changes, text-box, prefilled-unchecked."""

    def text(self, field_id: str) -> str:
        """The answer as one text; "" where nothing was found or the anchors disagree."""
        value = self.fields[field_id].value if field_id in self.fields else ""
        return value if isinstance(value, str) else ", ".join(value)
