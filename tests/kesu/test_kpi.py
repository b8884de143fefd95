"""The figures of a desk at work: mails in, one command, and every rate with what it is made of."""

from __future__ import annotations

import email.policy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner

from cases.figures import Amount, Figures, Flow, Late, OverdueList, Rate, Row, Spread, Tally
from cases.periods import read_period
from kesu import cli_kpi, commands, service
from kesu.check import check
from kesu.cli import app
from kesu.config_file import load_config
from kesu.config_values import ConfigError
from kesu.kpi_report import CannotReckon, desk_figures
from kesu.kpis import load_kpis
from kesu.packs import POLICIES
from kesu.wire import open_desk
from tests.fakes_mail import FakeInbox, FakeSender
from tests.kesu.letters import APPROVER, HARMLESS, LINE_STOP, MONDAY, QUALITY, complaint, opened, returns, says
from tests.office import PEOPLE, ZONE, Office, at, settings

cli_kpi.register(app)
D1 = ("R16-D1", "final_report")


@pytest.fixture
def office() -> Office:
    """March at the works: one complaint answered and closed, the same again, and one that nobody answers."""
    office = Office()
    opened(office, LINE_STOP)
    returns(office, at("2026-03-04 10:00"))
    says(office, APPROVER, "同意", at("2026-03-05 10:00"))
    office.works(at("2026-03-05 10:30"))
    first = office.case()
    with office.desk.store.transaction():
        commands.close(office.desk, first, QUALITY, "customer confirmed", at("2026-03-10 10:00"))
    opened(office, HARMLESS, at("2026-03-16 10:00"), sender="b@else.example")
    opened(office, LINE_STOP, at("2026-03-30 10:00"))
    return office


def told(office: Office, period: str = "2026-03", now: str = "2026-04-01 09:00", **keys: Any) -> Figures:
    return desk_figures(office.desk, (POLICIES,), read_period(period, ZONE), at(now), **keys)[0]


def rates(figures: Figures, basis: str = "all") -> dict[tuple[str, ...], tuple[int, int, str, tuple[str, ...]]]:
    """By id and label: numerator, denominator, reason for n/a, the cases to look at."""
    return {
        (each.id, *each.label): (int(each.num), int(each.den), each.why, each.cases)
        for each in figures.figures
        if isinstance(each, Rate) and each.basis == basis
    }


def others(figures: Figures, *ids: str) -> list[Any]:
    return [each for each in figures.figures if each.id in ids and each.basis == "all"]


def test_a_month_of_the_desk_comes_to_these_rates(office: Office) -> None:
    one, two, three = (case.id for case in office.cases())
    no_target = "no-target"
    assert rates(told(office)) == {
        ("R16-K4", *D1, "1"): (1, 1, no_target, ()),
        ("acknowledged-in-time",): (3, 3, no_target, ()),
        ("replied-in-time", *D1): (1, 1, no_target, ()),
        ("replied-in-time", "desk.first_answer", "first_answer"): (0, 1, no_target, (two,)),
        ("closed-in-time",): (1, 2, no_target, (two,)),
        ("closure-rate",): (1, 3, no_target, (two, three)),
        ("repeat-rate",): (1, 3, no_target, (three,)),
        ("raised-by-repetition",): (1, 3, no_target, (three,)),
        ("complaints-per-shipment",): (3, 0, "not-given:shipments", ()),
        ("ppm",): (21, 0, "not-given:delivered_pieces", ()),
        ("valid-share",): (3, 3, no_target, ()),
        ("first-pass",): (1, 1, no_target, ()),
        ("effective-measures",): (0, 0, "nothing-counted", ()),
    }
    assert (one, two, three) == ("K2026-00001", "K2026-00002", "K2026-00003")


def test_a_month_of_the_desk_comes_to_these_counts_and_times(office: Office) -> None:
    figures = told(office)
    assert figures.flows == (Flow("all", 0, 3, 1, 2), Flow("valid", 0, 3, 1, 2))
    day = timedelta(days=1)
    reply = 3 * day + timedelta(minutes=30)
    assert others(figures, "response-time", "cycle-time") == [
        Spread("response-time", "all", ("elapsed",), 1, reply, reply, reply),
        Spread("response-time", "all", ("own",), 1, reply, reply, reply),
        Spread("cycle-time", "all", ("elapsed",), 1, 8 * day, 8 * day, 8 * day),
        Spread("cycle-time", "all", ("own",), 1, 8 * day, 8 * day, 8 * day),
    ]
    two, three = "K2026-00002", "K2026-00003"
    ages = [("0-7", (three,)), ("8-14", ()), ("15-30", (two,)), ("31-60", ()), (">60", ())]
    memory = "memory-device"
    assert others(figures, "open-by-age", "grade-mix", "rejections", "cost", "escalated") == [
        Tally("open-by-age", "all", ("age",), tuple(Row((name,), len(cases), cases) for name, cases in ages)),
        Tally("rejections", "all", ("rejections",), (Row(("0",), 1, ("K2026-00001",)),)),
        Tally(
            "grade-mix",
            "all",
            ("pack", "grade"),
            (Row((memory, "1"), 2, ("K2026-00001", three)), Row((memory, "3"), 1, (two,))),
        ),
        Tally("escalated", "all", ("clock", "work"), (Row(("desk.first_answer", "first_answer"), 1, (two,)),)),
        Amount("cost", "all", "CNY", Decimal(0), 0, 3),
    ]
    late = Late(two, "desk.first_answer", "first_answer", at("2026-03-19 23:59:59"), 12, "3", office.cases()[1].owner)
    assert others(figures, "overdue") == [OverdueList("overdue", "all", (late,))]


def test_a_case_that_turns_out_to_be_none_leaves_every_figure(office: Office) -> None:
    before = rates(told(office))
    opened(office, LINE_STOP, at("2026-03-31 10:00"), sender="c@third.example")
    assert rates(told(office))[("closure-rate",)][1] == before[("closure-rate",)][1] + 1
    with office.desk.store.transaction():
        commands.dismiss(office.desk, office.cases()[-1], QUALITY, "a test", at("2026-03-31 11:00"))
    assert rates(told(office)) == before


def test_an_unjustified_complaint_stays_in_all_and_leaves_the_valid_ones(office: Office) -> None:
    with office.desk.store.transaction():
        case = office.cases()[1]
        commands.set_facts(office.desk, case, {"valid_complaint": False}, QUALITY, "no fault", at("2026-03-17 10:00"))
    figures = told(office)
    assert rates(figures)[("valid-share",)] == (2, 3, "no-target", ("K2026-00002",))
    assert rates(figures)[("closure-rate",)][:2] == (1, 3)
    assert rates(figures, "valid")[("closure-rate",)][:2] == (1, 2)


def test_an_upgrade_and_its_clause_are_counted(office: Office) -> None:
    with office.desk.store.transaction():
        case = office.cases()[1]
        commands.set_facts(office.desk, case, {"line_stop": True}, QUALITY, "by phone", at("2026-03-17 10:00"))
    upgraded = Tally("upgrades", "all", ("before", "after"), (Row(("3", "1"), 1, ("K2026-00002",)),))
    assert others(told(office), "upgrades") == [upgraded]


def test_the_month_ends_at_midnight_in_shanghai() -> None:
    office = Office()
    opened(office, LINE_STOP, at("2026-03-31 23:59"))
    opened(office, HARMLESS, at("2026-04-01 00:00"), sender="b@else.example")
    now = "2026-04-30 12:00"
    assert [flow.received for flow in told(office, "2026-03", now).flows] == [1, 1]
    assert [flow.received for flow in told(office, "2026-04", now).flows] == [1, 1]
    assert [flow.received for flow in told(office, "2026", now).flows] == [2, 2]


def test_denominators_come_from_the_configuration_of_that_period_unless_stated_otherwise(office: Office) -> None:
    office = Office(config=settings(figures={"2026-03": {"shipments": 1000, "delivered_pieces": "150000"}}))
    opened(office, LINE_STOP)
    key = ("complaints-per-shipment",)
    assert rates(told(office))[key][:2] == (1, 1000)
    assert rates(told(office, stated={"shipments": "500"}))[key][:2] == (1, 500)
    assert rates(told(office, "2026"))[key][2] == "not-given:shipments"


def test_figures_of_other_regulations_are_left_out_and_one_can_be_told_alone(office: Office) -> None:
    def ids(**keys: Any) -> set[str]:
        return {each.id for each in told(office, **keys).figures if each.id.startswith("R")}

    assert ids() == {"R01-K1", "R16-K4"}
    assert ids(pack="memory-device") == {"R16-K4"}
    assert ids(pack="pv-module") == {"R01-K1"}
    assert told(office, pack="pv-module").flows[0] == Flow("all", 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"pack": "moon"}, r"this desk has no regulation 'moon' \(it has: memory-device, pv-module\)"),
        ({"stated": {"moons": 1}}, "no figure asks for 'moons' \\(they ask for: all_departments, all_levels, deliv"),
        ({"stated": {"shipments": "many"}}, "shipments must be a plain number, not 'many'"),
        ({"stated": {"shipments": -1}}, "shipments must be at least 0, not -1"),
        ({"stated": {"all_levels": "most"}}, "all_levels must be true or false, not 'most'"),
    ],
)
def test_what_cannot_be_reckoned_is_refused_with_a_sentence(keys: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CannotReckon, match=sentence):
        told(Office(), **keys)


def test_a_faulty_file_of_figures_is_a_fault_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "kpi.toml").write_text("schema = 1\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="kpi is missing"):
        desk_figures(Office().desk, (tmp_path,), read_period("2026-03", ZONE), MONDAY)


# ---------------------------------------------------------------- the command


@dataclass
class Result:
    code: int
    out: str
    err: str


def kesu(*arguments: object) -> Result:
    ran = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return Result(ran.exit_code, ran.stdout, ran.stderr)


@pytest.fixture(autouse=True)
def _logs_of_their_own() -> Iterator[None]:
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The configuration of a desk on disk with two complaints of 2 March; the command only reads it."""
    lines = ["[desk]", 'address = "kesu@works.example"', "[mailbox]", 'host = "127.0.0.1"', 'security = "none"']
    lines += ['user = "kesu"', 'start = "all"', "[smtp]", 'host = "127.0.0.1"', 'security = "none"']
    lines += ['[figures."2026-03"]', "shipments = 400"]
    for role, person in PEOPLE.items():
        lines += [f"[people.{role}]", *(f'{key} = "{value}"' for key, value in person.items())]
    path = tmp_path_factory.mktemp("desk") / "config.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    config = load_config(path)
    desk, inbox, letters = open_desk(config, now=MONDAY), FakeInbox(config.mailbox.account), Office()
    for mail in (complaint(letters), complaint(letters, HARMLESS, sender="b@else.example")):
        inbox.deliver(mail.as_bytes(policy=email.policy.SMTP), MONDAY)
    service.once(desk, inbox, FakeSender(), MONDAY)
    desk.store.close()
    return path


def test_the_command_prints_json_alone(file: Path) -> None:
    ran = kesu("kpi", "--period", "2026-03", "--now", "2026-03-20T09:00:00+08:00", "--json", "--config", file)
    assert (ran.code, ran.err) == (0, "")
    shown = json.loads(ran.out)
    assert {key: shown[key] for key in ("period", "from", "to", "as_of", "pack")} == {
        "period": "2026-03",
        "from": "2026-03-01T00:00:00+08:00",
        "to": "2026-04-01T00:00:00+08:00",
        "as_of": "2026-03-20T09:00:00+08:00",
        "pack": None,
    }
    assert shown["cases"][0] == {"basis": "all", "open_before": 0, "received": 2, "ended": 0, "open_after": 2}
    found = {(each["id"], each["basis"]): each for each in shown["figures"]}
    shipments = found["complaints-per-shipment", "all"]
    assert shipments == {
        "kind": "rate",
        "id": "complaints-per-shipment",
        "basis": "all",
        "num": "2",
        "den": "400",
        "unit": "ppm",
        "label": [],
        "target": None,
        "grade": "n/a",
        "why": "no-target",
        "cases": [],
        "value": "5000",
        "status": "proposal",
        "says_zh": "客诉率：期间内投诉 ÷ 出货批次",
        "says_en": "Complaints received in the period / shipments",
    }
    assert found["response-time", "valid"]["mean"] is None
    assert found["overdue", "all"]["late"][0] == {
        "case": "K2026-00002",
        "rule": "desk.first_answer",
        "what": "first_answer",
        "due": "2026-03-05T23:59:59+08:00",
        "days": 15,
        "grade": "3",
        "owner": "luo@works.example",
    }


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "zh",
            ["比率", "受理及时率", "未提供 delivered_pieces", "逾期", "结案率", "R16-D1 · 最终报告", "首次答复客户"],
        ),
        (
            "en",
            [
                "Rates",
                "Acknowledged within 24 hours",
                "not given: delivered_pieces",
                "100.00 %",
                "R16-D1 · Final report",
            ],
        ),
    ],
)
def test_the_command_prints_tables_in_either_language(file: Path, lang: str, words: list[str]) -> None:
    now = "2026-03-20T09:00:00+08:00"
    shown = kesu("kpi", "--now", now, "--lang", lang, "--pack", "memory-device", "--config", file)
    assert shown.code == 0
    assert shown.out.startswith("2026-03  (2026-03-20 09:00 Asia/Shanghai)  memory-device\n")
    assert [word for word in [*words, "K2026-00002"] if word not in shown.out] == []
    assert [id_ for id_ in ("final_report", " first_answer") if id_ in shown.out] == []


def test_the_month_of_now_is_the_default(file: Path) -> None:
    ran = kesu("kpi", "--now", "2026-03-31T17:00:00+00:00", "--json", "--config", file)
    assert json.loads(ran.out)["period"] == "2026-04"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--period", "March"], "'March' is no period: write a week"),
        (["--pack", "moon"], "this desk has no regulation 'moon'"),
        (["--given", "shipments"], "'shipments' is not NAME=VALUE"),
        (["--given", "moons=1"], "no figure asks for 'moons'"),
        (["--given", "shipments=-4"], "shipments must be at least 0"),
        (["--lang", "fr"], "'fr' is not zh or en"),
        (["--now", "2026-03-06T09:00:00"], "has no offset"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(file: Path, arguments: list[str], sentence: str) -> None:
    ran = kesu("kpi", *arguments, "--config", file)
    said = " ".join(ran.err.replace("│", " ").split())
    assert (ran.code, ran.out, "Traceback" in ran.err) == (2, "", False)
    assert sentence in said


@pytest.mark.parametrize(
    ("table", "sentence"),
    [('[figures."Q1"]\nshipments = 4', "is no period"), ('[figures."2026-03"]\nshipments = [4]', "shipments")],
)
def test_a_period_that_is_none_is_found_in_the_configuration(
    file: Path, tmp_path: Path, table: str, sentence: str
) -> None:
    text = file.read_text(encoding="utf-8").replace('[figures."2026-03"]\nshipments = 400', table)
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    ran = kesu("kpi", "--config", tmp_path / "config.toml")
    assert ran.code == 2
    assert sentence in ran.err


def test_help_shows_examples() -> None:
    assert "kesu kpi --period 2026-Q1" in " ".join(kesu("kpi", "--help").out.split())


def test_a_check_of_the_desk_reads_the_figures_too(file: Path, tmp_path: Path) -> None:
    assert f"figures: {len(load_kpis())} are defined" in check(file, MONDAY).notes
    (tmp_path / "kpi.toml").write_text("schema = 2\n", encoding="utf-8")
    own = tmp_path / "config.toml"
    own.write_text(file.read_text(encoding="utf-8").replace("[desk]", '[desk]\npolicies = ["."]'), encoding="utf-8")
    kpi = tmp_path / "kpi.toml"
    assert [fault for fault in check(own, MONDAY).faults if "kpi" in fault] == [
        f"{kpi}:1: kpi is missing",
        f"{kpi}:1: schema: Input should be 1",
        f"{kpi}:1: version is missing",
    ]
