"""The command line: JSON alone on standard output, one sentence for what is wrong, and the right exit code."""

from __future__ import annotations

import email.policy
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cases.outgoing import Sending
from cases.ports import Delivery
from kesu import cli_cases, cli_outbox, cli_policy, cli_render, cli_review, service
from kesu.by_hand import step
from kesu.cli import app
from kesu.config_file import load_config
from kesu.console import several, table
from kesu.packs import POLICIES
from kesu.wire import open_desk
from tests.fakes_mail import FakeInbox, FakeSender
from tests.kesu.letters import HARMLESS, LINE_STOP, MONDAY, complaint
from tests.office import CUSTOMER, PEOPLE, Office

GOLDEN = Path(__file__).parent.parent / "policies" / "golden"
app.add_typer(cli_policy.app, name="policy")
app.add_typer(cli_review.app, name="review")
app.add_typer(cli_outbox.app, name="outbox")
cli_cases.register(app)
cli_render.register(app)


@dataclass
class Result:
    """What a command printed where, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def kesu(*arguments: object) -> Result:
    ran = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return Result(ran.exit_code, ran.stdout, ran.stderr)


def toml(folder: Path, more: str = "", people: bool = True) -> Path:
    lines = ["[desk]", 'address = "kesu@works.example"', more]
    lines += ["[mailbox]", 'host = "127.0.0.1"', "port = 1", 'security = "none"', 'user = "kesu"', 'start = "all"']
    lines += ["[smtp]", 'host = "127.0.0.1"', "port = 1", 'security = "none"']
    for role, person in (PEOPLE if people else {}).items():
        lines += [f"[people.{role}]", *(f"{key} = {json.dumps(value)}" for key, value in person.items())]
    file = folder / "config.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a desk on disk with two cases, one mail set aside and one mail that failed."""
    folder = tmp_path_factory.mktemp("desk")
    path = toml(folder)
    config = load_config(path)
    desk = open_desk(config, now=MONDAY)
    inbox = FakeInbox(config.mailbox.account)
    letters = Office()
    for mail in (complaint(letters), complaint(letters, HARMLESS, sender="b@else.example")):
        inbox.deliver(mail.as_bytes(policy=email.policy.SMTP), MONDAY)
    inbox.deliver(b"\x00 no headers", MONDAY)
    refused = Delivery(Sending.FAILED, "550 no such user")
    service.once(desk, inbox, FakeSender(answers=[refused]), MONDAY)
    desk.store.close()
    return folder


@pytest.fixture
def file(made: Path, tmp_path: Path) -> Path:
    """The configuration of that desk, of which each test has its own."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "config.toml"


def test_a_case_as_json_has_the_one_shape_that_everything_prints(file: Path) -> None:
    shown = kesu("case", "K2026-00001", "--json", "--config", file)
    assert shown.code == 0
    case = shown.json
    assert {key: case[key] for key in ("id", "pack", "state", "grade", "reasons", "provisional", "missing")} == {
        "id": "K2026-00001",
        "pack": "memory-device",
        "state": "assigned",
        "grade": 1,
        "reasons": ["R16-G1c"],
        "provisional": False,
        "missing": [],
    }
    assert set(case) >= {
        *("id", "case_no", "pack", "pack_version", "state", "grade", "reasons", "provisional", "ceiling", "missing"),
        *("customer", "received_at", "deadlines", "owner", "approvals", "documents", "mails", "timeline"),
    }
    assert case["received_at"] == "2026-03-02T10:00:00+08:00"
    assert case["documents"][0]["path"].startswith("documents/K2026-00001/")
    assert kesu("cases", "--json", "--config", file).json[0] == case


def test_a_case_is_printed_as_policy_eval_takes_it(file: Path, tmp_path: Path) -> None:
    printed = kesu("case", "K2026-00001", "--facts", "--config", file)
    (case,) = printed.json
    assert (case["id"], case["pack"], case["facts"]["line_stop"], case["history"]) == (
        *("K2026-00001", "memory-device", True, []),
    )
    (tmp_path / "case.json").write_text(printed.out, encoding="utf-8")
    (verdict,) = kesu("policy", "eval", tmp_path / "case.json").json
    shown = kesu("case", "K2026-00001", "--json", "--config", file).json
    assert [verdict[key] for key in ("grade", "reasons")] == [shown[key] for key in ("grade", "reasons")]


def test_cases_are_listed_for_people(file: Path) -> None:
    listed = kesu("cases", "--config", file)
    assert listed.code == 0
    for word in ("K2026-00001", "K2026-00002", "远岭服务器制造有限公司"):
        assert word in listed.out


@pytest.fixture(scope="module")
def made_with_accusation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a desk on disk with one accusation."""
    folder = tmp_path_factory.mktemp("accused")
    path = toml(folder, 'packs = ["bank-collections"]\ndefault_pack = "bank-collections"')
    config = load_config(path)
    desk = open_desk(config, now=MONDAY)
    inbox = FakeInbox(config.mailbox.account)
    inbox.deliver(complaint(Office(), LINE_STOP).as_bytes(policy=email.policy.SMTP), MONDAY)
    service.once(desk, inbox, FakeSender(), MONDAY)
    step(desk, next(iter(desk.store.cases())), "set", ["letter_type=whistleblow"], "gm", "", None, MONDAY)
    desk.store.close()
    return folder


@pytest.fixture
def accused(made_with_accusation: Path, tmp_path: Path) -> Path:
    """The configuration of that desk, of which each test has its own."""
    shutil.copytree(made_with_accusation, tmp_path, dirs_exist_ok=True)
    return tmp_path / "config.toml"


@pytest.mark.parametrize("command", [["cases"], ["cases", "--json"], ["case", "K2026-00001"]])
def test_an_accusation_is_listed_without_words_facts_and_customer_unless_asked_for(
    accused: Path, command: list[str]
) -> None:
    secrets = ("远岭", "内存不开机投诉", "2506-07A")
    hidden = kesu(*command, "--config", accused)
    assert [secret for secret in secrets if secret in hidden.out] == []
    assert "K2026-00001" in hidden.out
    assert "restricted" in hidden.out
    assert "远岭" in kesu(*command, "--restricted", "--config", accused).out


@pytest.mark.parametrize("form", ["--json", "--facts"])
def test_an_accusation_is_printed_without_its_facts_unless_asked_for(accused: Path, form: str) -> None:
    hidden = kesu("case", "K2026-00001", form, "--config", accused)
    assert ("2506-07A" in hidden.out, hidden.code) == (False, 0)
    assert "2506-07A" in kesu("case", "K2026-00001", form, "--restricted", "--config", accused).out


def test_an_accusation_becomes_a_document_only_when_asked_for(accused: Path, tmp_path: Path) -> None:
    target = tmp_path / "sheet.docx"
    hidden = kesu("render", "contact-sheet", "--case", "K2026-00001", "--out", target, "--config", accused)
    assert (hidden.code, target.exists()) == (1, False)
    assert "--restricted" in hidden.err


def test_overdue_cases_are_those_with_a_firm_date_behind_them(file: Path) -> None:
    late = kesu("cases", "--overdue", "--json", "--now", "2026-03-06T09:00:00+08:00", "--config", file)
    assert [case["id"] for case in late.json] == ["K2026-00002"]


def test_steps_by_hand_are_kept_with_who_and_why(file: Path) -> None:
    done = kesu(
        *("case", "K2026-00002", "set", "line_stop=true", "--by", "li@works.example", "--reason", "on the phone"),
        *("--json", "--config", file),
    )
    assert (done.code, done.json["grade"]) == (0, 1)
    line = next(event for event in done.json["timeline"] if event["what"] == "facts set")
    assert (line["by"], line["text"]) == ("li@works.example", "line_stop = true (on the phone)")
    held = kesu("case", "K2026-00002", "已围堵", "300 pieces on hold", "--json", "--config", file)
    assert held.json["state"] == "contained"
    closed = kesu("case", "K2026-00002", "close", "--reason", "done", "--json", "--config", file)
    assert closed.json["state"] == "closed"
    assert [case["id"] for case in kesu("cases", "--open", "--json", "--config", file).json] == ["K2026-00001"]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["case", "K2026-00099"], 1, "there is no case 'K2026-00099'"),
        (["case", "K2026-00001", "explode"], 2, "there is no action 'explode'"),
        (["case", "K2026-00001", "close"], 1, "closing needs a reason"),
        (["case", "K2026-00001", "not effective", "--reason", "x"], 1, "is assigned: cannot report no effect"),
        (["case", "K2026-00001", "decline", "--reason", "x"], 1, "declining needs a reason, and the findings"),
        (["case", "K2026-00001", "event", "sample_received_at", "--at", "2026-03-04"], 1, "has no offset"),
        (["cases", "--overdue", "--now", "2026-03-06T09:00:00"], 2, "has no offset"),
        (["cases", "--overdue", "--now", "soon"], 2, "is not ISO 8601"),
        (["review", "show", "ffff"], 1, "no mail 'ffff' is set aside"),
        (["outbox", "retry", "nothing"], 1, "the outbox has no mail 'nothing'"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(file: Path, arguments: list[str], code: int, sentence: str) -> None:
    ended = kesu(*arguments, "--config", file)
    assert (ended.code, ended.out) == (code, "")
    assert sentence in " ".join(ended.err.replace("│", " ").split())
    assert "Traceback" not in ended.err


def test_mails_set_aside_are_listed_shown_read_again_and_dismissed(file: Path) -> None:
    (aside,) = kesu("review", "list", "--json", "--config", file).json
    assert "no headers" in aside["why"]
    assert kesu("review", "show", aside["sha256"], "--config", file).out == "\x00 no headers"
    again = kesu("review", "retry", aside["sha256"], "--config", file)
    assert (again.code, again.err.startswith("review: ")) == (0, True)
    assert kesu("review", "dismiss", aside["sha256"], "--config", file).code == 0
    assert kesu("review", "list", "--json", "--config", file).json == []


def test_mails_that_failed_are_listed_and_sent_again_with_the_next_pass(file: Path) -> None:
    (failed,) = kesu("outbox", "list", "--json", "--config", file).json
    assert (failed["state"], failed["to"], failed["error"]) == ("failed", CUSTOMER, "550 no such user")
    assert kesu("outbox", "retry", failed["effect"], "--config", file).code == 0
    (waiting,) = kesu("outbox", "list", "--json", "--config", file).json
    assert waiting["state"] == "deferred"


def test_a_desk_can_be_looked_at_while_it_runs_but_not_run_twice(file: Path) -> None:
    desk = open_desk(load_config(file), now=MONDAY)
    try:
        assert kesu("cases", "--json", "--config", file).code == 0
        second = kesu("case", "K2026-00001", "close", "--reason", "x", "--config", file)
        assert (second.code, second.out) == (1, "")
        assert "desk" in second.err
    finally:
        desk.store.close()


def test_without_a_store_the_list_says_that_the_desk_has_not_run(tmp_path: Path) -> None:
    ended = kesu("cases", "--config", toml(tmp_path))
    assert ended.code == 1
    assert "kesu has not run there" in ended.err


def test_a_server_that_cannot_be_reached_is_one_sentence(tmp_path: Path) -> None:
    ended = kesu("once", "--now", "2026-03-02T09:00:00+08:00", "--config", toml(tmp_path))
    assert ended.code in (1, 2)
    assert ended.out == ""
    assert "127.0.0.1" in ended.err
    assert "Traceback" not in ended.err


# ---------------------------------------------------------------- configuration


@pytest.mark.parametrize("command", [["cases"], ["once"], ["run"], ["policy", "show", "memory-device"]])
def test_with_a_broken_configuration_every_command_ends_with_2_and_its_first_fault(
    tmp_path: Path, command: list[str]
) -> None:
    broken = toml(tmp_path, 'zone = "Nowhere"\nfirst_answer = 0')
    ended = kesu(*command, "--config", broken)
    assert (ended.code, ended.out) == (2, "")
    assert f"{broken}:3: desk.zone: no such time zone: Nowhere (1 more)" in ended.err.replace("\n", "")
    assert 'run "kesu check"' in ended.err


def test_check_finds_all_faults_at_once(tmp_path: Path) -> None:
    policies = tmp_path / "policies"
    policies.mkdir()
    (policies / "typo.toml").write_text('schema = 1\nid = "typo"\nversion = 1\nwhat = "?"\n', encoding="utf-8")
    broken = toml(tmp_path, 'packs = ["memory-device", "typo", "none"]\npolicies = ["policies"]', people=False)
    ended = kesu("check", "--config", broken)
    assert ended.code == 1
    for part in ("typo.toml", "none", "names no desk-owner"):
        assert part in ended.err


def test_check_names_the_roles_that_nobody_fills(tmp_path: Path) -> None:
    lonely = toml(tmp_path, people=False)
    with lonely.open("a", encoding="utf-8") as out:
        out.write('\n[people.desk-owner]\nname = "方晓"\naddress = "fang@works.example"\n')
    ended = kesu("check", "--config", lonely)
    assert ended.code == 1
    assert "nobody in [people] fills the role resp-dept-manager, which memory-device R16-A1 needs" in ended.err
    assert "no quality-manager in [people]" in ended.err


def test_check_of_a_sound_set_up_ends_with_0(tmp_path: Path) -> None:
    ended = kesu("check", "--config", toml(tmp_path))
    assert (ended.code, ended.out) == (0, "")
    assert "0 faults" in ended.err


def test_check_finds_a_template_that_a_company_has_spoiled(tmp_path: Path) -> None:
    mails = tmp_path / "ours" / "mail" / "customer"
    mails.mkdir(parents=True)
    (mails / "acknowledge.zh.j2").write_text("Subject: {{ case.number\n", encoding="utf-8")
    ended = kesu("check", "--config", toml(tmp_path, 'templates = ["ours"]'))
    assert ended.code == 1
    assert "acknowledge.zh.j2, line 1" in ended.err
    assert kesu("once", "--config", tmp_path / "config.toml").code == 2


def test_check_refuses_a_desk_that_would_write_to_itself(tmp_path: Path) -> None:
    file = toml(tmp_path)
    file.write_text(file.read_text(encoding="utf-8").replace("lin@works", "kesu@works"), encoding="utf-8")
    ended = kesu("check", "--config", file)
    assert ended.code == 1
    assert "gm has the desk's own address" in ended.err


# ---------------------------------------------------------------- policies, mails, documents


@pytest.mark.parametrize("pack", ["memory-device", "pv-module"])
def test_policy_eval_answers_the_worked_cases_in_their_order(tmp_path: Path, pack: str) -> None:
    cases = json.loads((GOLDEN / f"{pack}.json").read_text(encoding="utf-8"))
    asked = tmp_path / "cases.json"
    asked.write_text(json.dumps(cases, ensure_ascii=False), encoding="utf-8")
    ended = kesu("policy", "eval", asked)
    assert ended.code == 0
    assert [(verdict["id"], verdict["grade"]) for verdict in ended.json] == [
        (case["id"], case["expect"]["grade"]) for case in cases
    ]


def test_policy_eval_says_which_case_it_cannot_judge_and_judges_the_others(tmp_path: Path) -> None:
    asked = tmp_path / "cases.json"
    cases = [
        {"id": "a", "pack": "no-such", "facts": {}},
        {"id": "b", "pack": "memory-device", "facts": {"line_stop": "perhaps"}},
        {"id": "c", "pack": "memory-device", "facts": {"line_stop": True}},
    ]
    asked.write_text(json.dumps(cases), encoding="utf-8")
    ended = kesu("policy", "eval", asked)
    assert ended.code == 1
    judged = [("error" in verdict, verdict.get("grade")) for verdict in ended.json]
    assert judged == [(True, None), (True, None), (False, 1)]


@pytest.mark.parametrize("text", ["{", "{}", None])
def test_policy_eval_of_an_unusable_file_is_wrong_use(tmp_path: Path, text: str | None) -> None:
    asked = tmp_path / "cases.json"
    if text is not None:
        asked.write_text(text, encoding="utf-8")
    assert (kesu("policy", "eval", asked).code, kesu("policy", "eval", asked).out) == (2, "")


def test_policy_show_prints_the_clauses(tmp_path: Path) -> None:
    shown = kesu("policy", "show", "memory-device")
    assert shown.code == 0
    assert "R16-G1b" in shown.out
    assert kesu("policy", "show", "no-such").code == 2


def test_read_prints_one_object_per_mail(tmp_path: Path) -> None:
    letters = Office()
    files = []
    for number, text in enumerate((LINE_STOP, HARMLESS)):
        path = tmp_path / f"{number}.eml"
        path.write_bytes(complaint(letters, text).as_bytes(policy=email.policy.SMTP))
        files.append(path)
    ended = kesu("read", *files)
    assert ended.code == 0
    assert [mail["language"] for mail in ended.json] == ["zh-Hans", "en"]
    assert ended.json[0]["fields"]["qty_defect"]["value"] == "7"


def test_a_mail_that_cannot_be_read_is_printed_as_such_and_ends_with_1(tmp_path: Path) -> None:
    odd = tmp_path / "odd.eml"
    odd.write_bytes(b"\x00 no headers")
    ended = kesu("read", odd)
    assert (ended.code, [mail["kind"] for mail in ended.json]) == (1, ["unreadable"])


def test_reading_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    ended = kesu("read", tmp_path / "none.eml")
    assert ended.code in (1, 2)
    assert ended.out == ""
    assert "none.eml" in ended.err.replace("\n", "").replace("│", "").replace(" ", "")


def test_render_writes_a_word_document(tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text('{"customer_name": "远岭", "desk_id": "K2026-00001"}', encoding="utf-8")
    made = tmp_path / "8d.docx"
    ended = kesu("render", "8d", "--facts", facts, "--out", made)
    assert (ended.code, made.read_bytes()[:2]) == (0, b"PK")


@pytest.mark.parametrize(
    ("form", "text", "sentence"),
    [("no-such", "{}", "no form called no-such"), ("8d", "{", "is not JSON"), ("8d", "[]", "holds no JSON object")],
)
def test_what_cannot_be_rendered_is_wrong_use_in_one_sentence(
    tmp_path: Path, form: str, text: str, sentence: str
) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(text, encoding="utf-8")
    ended = kesu("render", form, "--facts", facts, "--out", tmp_path / "x.docx")
    assert (ended.code, ended.out) == (2, "")
    assert sentence.replace(" ", "") in ended.err.replace("│", "").replace("\n", "").replace(" ", "")
    assert not (tmp_path / "x.docx").exists()


def test_facts_that_are_not_there_are_one_sentence(tmp_path: Path) -> None:
    ended = kesu("render", "8d", "--facts", tmp_path / "none.json", "--out", tmp_path / "x.docx")
    assert ended.code in (1, 2)
    assert "none.json" in ended.err.replace("\n", "").replace("│", "").replace(" ", "")


def test_a_customers_brackets_are_text_in_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    table("subject", rows=[("[/b] [external] complaint",)])
    assert "[/b] [external] complaint" in capsys.readouterr().out


def test_two_packs_are_compared_over_the_stored_cases(file: Path) -> None:
    draft = file.parent / "memory-device.toml"
    text = (POLICIES / "memory-device.toml").read_text(encoding="utf-8")
    draft.write_text(
        text.replace('default = "formal_only"', 'default = "formal_or_email"').replace(
            'alternatives = ["formal_or_email"]', 'alternatives = ["formal_only"]'
        ),
        encoding="utf-8",
    )
    compared = kesu("policy", "diff", "memory-device", draft, "--config", file)
    assert (compared.code, "2 verdicts would change" in compared.out, "K2026-00002" in compared.out) == (1, True, True)
    differences = kesu("policy", "diff", "memory-device", draft, "--json", "--config", file).json
    changes = {difference["case"]: difference["changes"] for difference in differences}
    assert (set(changes), changes["K2026-00002"]["grade"]) == ({"K2026-00001", "K2026-00002"}, {"old": 3, "new": 1})
    same = kesu("policy", "diff", "memory-device", "memory-device", "--config", file)
    assert (same.code, same.out.splitlines()[-1]) == (0, "0 verdicts would change")


@pytest.mark.parametrize(("count", "told"), [(0, "0 faults"), (1, "1 fault"), (2, "2 faults")])
def test_one_of_a_kind_is_told_in_the_singular(count: int, told: str) -> None:
    assert several(count, "fault") == told


def test_a_pack_shows_every_rule_it_carries_and_what_it_leaves_out() -> None:
    shown = kesu("policy", "show", "service-utility", "--coverage", "--lang", "en")
    assert shown.code == 0
    for word in ("R15-M9", "axis.severity.rule", "Clauses left out", "R15-Z1"):
        assert word in shown.out


def test_a_faulty_draft_is_told_with_its_line_and_exit_code(file: Path) -> None:
    draft = file.parent / "draft.toml"
    text = (POLICIES / "pv-module.toml").read_text(encoding="utf-8")
    draft.write_text(text.replace('gives = ["gm"]', 'gives = ["gmm"]'), encoding="utf-8")
    told = kesu("policy", "check", draft)
    (fault,) = [one for one in told.out.splitlines() if one.startswith("fault")]
    entry = text[: text.index('gives = ["gm"]')].rindex("[[approvers]]")
    line = text[:entry].count("\n") + 1
    assert (told.code, fault) == (1, f"fault    {draft}:{line}: there is no role 'gmm'")
    assert told.out.splitlines()[-1].startswith(f"{draft}: 1 fault, ")


@pytest.mark.parametrize(("layer", "rule"), [("comm-lint", "L-22"), ("kpi", "R02-K3")])
def test_the_layers_beside_the_packs_are_shown_and_checked_as_packs_are(layer: str, rule: str) -> None:
    shown = kesu("policy", "show", layer, "--lang", "en")
    assert (shown.code, rule in shown.out) == (0, True)
    assert kesu("policy", "show", layer, "--coverage").code == 0
    assert kesu("policy", "check", layer).out == f"{layer}: 0 faults, 0 warnings under 1 reading\n"


def test_a_pack_that_does_not_exist_is_told_by_a_sentence() -> None:
    told = kesu("policy", "check", "nope")
    assert (told.code, told.out.startswith("fault    there is no policy pack 'nope'")) == (1, True)
