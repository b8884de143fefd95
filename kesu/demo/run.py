"""`kesu demo`: performs a play on the embedded stage, shows it, and leaves a folder to look at."""

from __future__ import annotations

import secrets
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from cases.tags import without_tags
from kesu.config_file import load_config
from kesu.demo.folder import DemoFolder, FolderInUse, stamp
from kesu.demo.play import CannotGoOn, Play, load_play
from kesu.demo.stage import Happening, perform
from kesu.demo.story import story
from kesu.logs import log_quietly

DONE, STOPPED, WRONG = 0, 1, 2


def run_demo(out_dir: Path, pack: str, out: Console, err: Console) -> int:
    """Perform the play of `pack` into `out_dir`; 0, or 2 if it cannot begin, 1 if it stops, with a sentence."""
    folder = DemoFolder(out_dir)
    try:
        from kesu.demo import servers  # noqa: F401 - says at once if the servers are not installed

        play = load_play(pack)
        folder.make()
    except (ImportError, CannotGoOn, FolderInUse) as fault:
        err.print(str(fault), style="red", markup=False)
        return WRONG
    log_quietly()
    try:
        cases, happenings = _perform(play, folder, out, err)
    except CannotGoOn as fault:
        err.print(f"the demo stops here: {fault}", style="red", markup=False)
        return STOPPED
    folder.finish(cases, story(cases, happenings))
    _farewell(out_dir, cases, out)
    return DONE


def _perform(
    play: Play, folder: DemoFolder, out: Console, err: Console
) -> tuple[list[dict[str, object]], list[Happening]]:
    """The cases at the end, and every mail that came and went."""
    from kesu.demo.embedded import EmbeddedStage
    from kesu.demo.servers import Servers

    password = secrets.token_urlsafe()
    with Servers("kesu", password) as servers:
        config = load_config(folder.write_config(servers.imap_port, servers.smtp_port, password))
        shown = out if out.is_terminal else err  # a bar that moves needs a terminal, rows do not
        with (
            EmbeddedStage(config, servers, password, play.scenes[0].at) as stage,
            Progress(console=shown, transient=True, disable=not shown.is_terminal) as progress,
        ):
            bar = progress.add_task("a fortnight", total=len(play.scenes))
            _show(out, "time", "", "who", "what", style="bold")
            seen: list[Happening] = []
            for happenings in perform(play, stage, config.desk.address):
                for happening in happenings:
                    folder.keep(happening)
                    _show_one(out, happening)
                seen += happenings
                progress.advance(bar)
            return stage.cases(), seen


def _show_one(out: Console, happening: Happening) -> None:
    arrow = "→" if happening.incoming else "←"
    style = "" if happening.incoming else "cyan"
    _show(out, stamp(happening.at), arrow, happening.who, without_tags(happening.what), style=style)


def _show(out: Console, *cells: str, style: str = "") -> None:
    """One row of a table that grows while it is read."""
    row = Table.grid(padding=(0, 1))
    for width in (11, 1, 14):
        row.add_column(width=width, no_wrap=True, overflow="ellipsis")
    row.add_column(overflow="fold")
    row.add_row(*cells, style=style)
    out.print(row)


def _farewell(out_dir: Path, cases: list[dict[str, object]], out: Console) -> None:
    sent, documents = (len(list((out_dir / name).rglob("*.*"))) for name in ("mail", "documents"))
    out.print(f"\n{len(cases)} cases, {sent} mails sent, {documents} documents: {out_dir}", markup=False)
    out.print(f"Look at {out_dir / 'timeline.md'}, or: kesu cases --config {out_dir / 'config.toml'}", markup=False)
