"""The follow-up table of a week: every open case, what is late or due soon first; of a year, also what has ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.docx_show import cut
from generator.report_xlsx import Column, Sheet
from kesu.report_common import heading, on_time, target_text, value_text
from kesu.report_gather import Gathered
from kesu.report_lines import Line, lines_of
from kesu.report_words import Say

SHOWN = {
    "customer": 40,
    "product": 40,
    "model": 30,
    "lot": 30,
    "problem": 100,
    "cause": 120,
    "measures": 110,
    "quantity": 24,
}
"""Columns of text that a cell prints; the workbook has the whole."""
MORE = "…"


OF_A_YEAR: Mapping[str, str] = {
    "tile.received": "received",
    "tile.closed": "closed",
    "tile.on_time": "report.on-time",
}
"""Figures that are called otherwise where they are not of a week."""


def weekly_facts(data: Gathered, say: Say) -> dict[str, object]:
    """Everything that the template of the follow-up table names."""
    lines = lines_of(data, data.open_cases(), say)
    late = [line for line in lines if line.pressing]
    running = [line for line in lines if not line.pressing]
    ended = _ended(data, say)
    return {
        **heading(data, say),
        **_tiles(data, lines, say),
        "count.late": len(late),
        "count.running": len(running),
        "count.closed": len(ended),
        "late": _rows(late, 1, say) or [{"no": " ", "problem": say("none_late")}],
        "running": _rows(running, 1 + len(late), say) or [{"no": " ", "problem": say("none_open")}],
        "closed": _rows(ended, 1 + len(lines), say) or [{"no": " ", "problem": say("none_closed")}],
    }


def _ended(data: Gathered, say: Say) -> list[Line]:
    """Of a year: what is no longer open. The table of a week is about what is."""
    return lines_of(data, data.ended_cases(), say) if data.kind.every == "year" else []


def _tiles(data: Gathered, lines: Sequence[Line], say: Say) -> dict[str, object]:
    kept = on_time(data)
    return {
        "tile.open": str(data.flow.open_after),
        "tile.received": str(data.flow.received),
        "tile.closed": str(data.flow.ended),
        "tile.overdue": str(sum(line.late is not None for line in lines)),
        "tile.soon": str(sum(line.late is None and line.pressing for line in lines)),
        "tile.gravest": str(sum(line.rank == 0 for line in lines)),
        "tile.on_time": value_text(kept),
        "tile.on_time_note": target_text(kept, say),
    }


def _rows(lines: Sequence[Line], first: int, say: Say) -> list[dict[str, object]]:
    return [_row(line, str(no), say) for no, line in enumerate(lines, first)]


def _row(line: Line, no: str, say: Say) -> dict[str, object]:
    text = {name: cut(" ".join(getattr(line, name).split()), limit, MORE) for name, limit in SHOWN.items()}
    until = line.due or line.ended
    return {
        "no": no,
        "case": line.number,
        "grade": line.grade,
        "urgent": line.rank == 0,
        "customer": text["customer"],
        "product": "\n".join(filter(None, (text["product"], text["model"], text["lot"]))),
        "problem": say("semicolon").join(part for part in (text["problem"], text["quantity"]) if part),
        "received": line.received.date(),
        "owner": line.owner,
        "cause": text["cause"] or MISSING,
        "measures": text["measures"] or MISSING,
        "due": until.date() if until else MISSING,
        "state": pressing(line, say) or line.state,
    }


MISSING = "–"


def pressing(line: Line, say: Say) -> str:
    """`逾期 3 天`, `到期 明天`; "" for a case that is neither late nor due soon."""
    if line.late is not None:
        return say("late", days=line.late) if line.late else say("late_today")
    if line.left is None or not line.pressing:
        return ""
    return {0: say("due_today"), 1: say("due_tomorrow")}.get(line.left) or say("due", days=line.left)


def _group(line: Line) -> str:
    return "group.closed" if line.ended else "group.pressing" if line.pressing else "group.running"


def case_sheet(lines: Sequence[Line], say: Say, *, grouped: bool = False) -> Sheet:
    """Cases with everything that is known of them, one a row."""
    kinds = (
        ("case", "text", 16),
        ("regulation", "text", 18),
        ("grade", "text", 10),
        ("customer", "text", 22),
        ("product", "text", 24),
        ("model", "text", 18),
        ("lot", "text", 18),
        ("problem", "text", 40),
        ("quantity", "text", 14),
        ("received", "moment", 17),
        ("owner", "text", 12),
        ("cause", "text", 44),
        ("measures", "text", 44),
        ("due", "moment", 17),
        ("what", "text", 18),
        ("late", "number", 10),
        ("state", "text", 16),
        ("ended", "moment", 17),
    )
    group = (Column(say("col.group"), "text", 20),) if grouped else ()
    columns = group + tuple(Column(say(f"col.{name}"), kind, width) for name, kind, width in kinds)
    rows = [
        (
            *((say(_group(line)),) if grouped else ()),
            line.number,
            line.regulation,
            line.grade,
            line.customer,
            line.product,
            line.model,
            line.lot,
            line.problem,
            line.quantity,
            line.received,
            line.owner,
            line.cause,
            line.measures,
            line.due,
            line.what,
            line.late,
            " ".join((pressing(line, say) or line.state).split()),
            line.ended,
        )
        for line in lines
    ]
    return Sheet(say("sheet.follow_up" if grouped else "sheet.cases"), columns, rows)


def weekly_sheets(data: Gathered, facts: dict[str, object], say: Say) -> list[Sheet]:
    """The whole table, and the figures above it."""
    lines = lines_of(data, data.open_cases(), say)
    lines = [*sorted(lines, key=lambda line: (not line.pressing, line.order)), *_ended(data, say)]
    called = OF_A_YEAR if data.kind.every == "year" else {}
    names = [name for name in facts if name.startswith("tile.") and not name.endswith("_note")]
    tiles = [
        (say(called.get(name, name)), facts[name], facts["tile.on_time_note"] if name == "tile.on_time" else "")
        for name in names
    ]
    named = (("col.figure", 24), ("col.value", 14), ("col.note", 40))
    columns = tuple(Column(say(name), "text", width) for name, width in named)
    about = [
        (facts["year" if called else "period"], facts["span"], facts["as_of"]),
        (facts["scope"], "", facts["note"]),
    ]
    return [
        case_sheet(lines, say, grouped=True),
        Sheet(say("sheet.summary"), columns, [*about, *tiles]),
    ]
