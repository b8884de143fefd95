"""Where a mail comes from: proved by the desk's own server or by a signature, never by what a mail says of itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.origin import Proof, Provider
from parsers.origin import MailOrigin, probed
from tests.parsers.signed import KEY, WEAK_KEY, WEAK_PUBLIC, Records, signed

BOSS = "jiang@works.example"
OURS = "mx.works.example"
PASS = f"{OURS}; dkim=pass header.d=works.example; dmarc=pass header.from=works.example"
FAIL = f"{OURS}; dkim=none; dmarc=fail (p=reject) header.from=works.example"


def mail(*results: str, sender: str = BOSS, extra: str = "", body: str = "同意") -> bytes:
    """A mail of the boss, with the given Authentication-Results on top, the topmost first."""
    top = "".join(f"Authentication-Results: {one}\r\n" for one in results)
    head = f"From: {sender}\r\nTo: kesu@works.example\r\nSubject: Re: x\r\nDate: Tue, 3 Mar 2026 11:00:00 +0800\r\n"
    return f"{top}{extra}{head}Message-ID: <a@works.example>\r\n\r\n{body}\r\n".encode()


def proof(raw: bytes, *, by: str = OURS, txt: Records | None = None, sender: str = BOSS) -> str:
    return str(MailOrigin(by, txt)(raw, sender).proof)


# ---------------------------------------------------------------- the word of our server


@pytest.mark.parametrize(
    "results",
    [
        PASS,
        f"{OURS.upper()} 1; dmarc=pass (p=none dis=none) header.from=works.example; spf=fail smtp.mailfrom=a@b.example",
        f"{OURS}; dkim=fail header.d=list.example; dkim=pass header.d=works.example header.s=s1",
        f"{OURS};\r\n\tdkim=pass header.i=@works.example header.b=abc",
    ],
)
def test_the_topmost_results_of_the_pinned_server_prove_the_sender(results: str) -> None:
    assert proof(mail(results)) == "passed"


@pytest.mark.parametrize(
    "results",
    [
        f"{OURS}; none",
        f"{OURS}; spf=pass smtp.mailfrom=jiang@works.example",
        f"{OURS}; dmarc=pass header.from=evil.example",
        f"{OURS}; dmarc=pass",
        f"{OURS}; dkim=pass header.d=evil.example; dmarc=none header.from=works.example",
        f"{OURS}; dkim=pass header.d=mail.works.example",
        f"{OURS}; dkim=pass header.d=works.example.evil.example",
        f'{OURS}; spf=fail smtp.mailfrom="x; dmarc=pass header.from=works.example"@evil.example',
        f"{OURS}; spf=fail (dmarc=pass header.from=works.example)",
        f"{OURS}; dmarc=pass header.from=works.example; dmarc",
        "spf=pass smtp.mailfrom=works.example; dmarc=pass header.from=works.example",
        "mx.evil.example; dmarc=pass header.from=works.example",
        f"{OURS}.evil.example; dmarc=pass header.from=works.example",
        f"{OURS}; dmarc=pass header.from=works.example" + "; spf=none" * 1000,
        "",
    ],
)
def test_anything_else_proves_nothing(results: str) -> None:
    assert proof(mail(results)) == "unknown"


def test_no_header_is_never_a_pass() -> None:
    assert proof(mail()) == "unknown"
    assert proof(mail(), by="") == "unknown"


def test_without_a_pinned_server_nobody_s_results_count() -> None:
    assert proof(mail(PASS), by="") == "unknown"


@pytest.mark.parametrize("on_top", [FAIL, f"{OURS}; none", "mx.hop.example; dmarc=pass header.from=works.example"])
def test_results_below_the_topmost_ones_are_ignored_whoever_they_name(on_top: str) -> None:
    assert proof(mail(on_top, PASS)) != "passed"


def test_our_server_saying_no_is_a_no() -> None:
    assert proof(mail(FAIL)) == "failed"
    assert proof(mail(FAIL, PASS), txt=Records()) == "failed"


@pytest.mark.parametrize(
    ("extra", "sender"),
    [
        ("From: evil@evil.example\r\n", BOSS),
        ("", f"{BOSS}, evil@evil.example"),
        ("", "evil@evil.example"),
        ("", "江海川 <evil@evil.example>"),
        ("", '"jiang@works.example" <evil@works.example>'),
        ("", ""),
    ],
)
def test_two_senders_or_another_one_prove_nothing_whatever_the_results_say(extra: str, sender: str) -> None:
    assert proof(mail(PASS, extra=extra, sender=sender)) == "failed"


@given(st.text(max_size=300).map(lambda text: text.replace("\n", " ").replace("\r", " ")))
def test_whatever_stands_in_the_results_is_survived(text: str) -> None:
    assert proof(mail(f"{OURS}; {text}")) in {"unknown", "failed"}
    assert proof(mail(text)) in {"unknown", "failed"}


# ---------------------------------------------------------------- our own look at signatures


def test_a_signature_of_the_sender_s_domain_proves_the_sender() -> None:
    told = MailOrigin("", Records())(signed(mail()), BOSS)
    assert (told.proof, told.says) == (Proof.PASSED, "signature of works.example (DKIM) verified by the desk")


def test_a_signature_proves_it_although_the_server_says_nothing() -> None:
    assert proof(signed(mail(f"{OURS}; none")), txt=Records()) == "passed"


def test_one_good_signature_among_others_is_enough() -> None:
    listed = signed(signed(mail()), "list.example")
    assert proof(listed, txt=Records({"works.example": Records().keys["works.example"]})) == "passed"


def test_a_changed_text_subject_or_sender_breaks_it() -> None:
    raw = signed(mail(body="不同意 费用过高"))
    assert proof(raw.replace("不同意".encode(), "同意".encode()), txt=Records()) == "unknown"
    assert proof(raw.replace(b"Subject: Re: x", b"Subject: Re: y"), txt=Records()) == "unknown"
    assert (
        proof(raw.replace(BOSS.encode(), b"wen@works.example"), txt=Records(), sender="wen@works.example") == "unknown"
    )


def test_the_attacker_s_own_domain_signs_in_vain() -> None:
    records = Records({"evil.example": Records().keys["works.example"]})
    assert proof(signed(mail(), "evil.example"), txt=records) == "unknown"


@pytest.mark.parametrize("domain", ["mail.works.example", "example", "works.example.evil.example", "w0rks.example"])
def test_a_domain_near_the_sender_s_is_another_domain(domain: str) -> None:
    records = Records({domain: Records().keys["works.example"]})
    assert proof(signed(mail(), domain), txt=records) == "unknown"


def test_who_says_it_and_the_subject_must_be_signed() -> None:
    without_subject = signed(mail(), include_headers=[b"from", b"to", b"date"])
    without_sender = signed(mail()).replace(b"h=from : ", b"h=")  # no signer leaves it out; an attacker's own may
    assert without_sender != signed(mail())
    assert proof(without_subject, txt=Records()) == "unknown"
    assert proof(without_sender, txt=Records()) == "unknown"


def test_a_text_that_is_signed_in_part_is_not_signed() -> None:
    raw = signed(mail(), length=True)
    assert proof(raw + "同意\r\n".encode(), txt=Records()) == "unknown"
    assert proof(raw, txt=Records()) == "unknown"


def test_a_short_key_proves_nothing() -> None:
    raw = signed(mail(), key=WEAK_KEY)
    assert proof(raw, txt=Records({"works.example": WEAK_PUBLIC})) == "unknown"


def test_a_second_subject_above_the_signed_one_is_no_way_in() -> None:
    raw = b"Subject: Re: [K2026-00001 #token]\r\n" + signed(mail())
    assert proof(raw, txt=Records()) == "failed"


def test_no_key_and_no_answer_are_no_pass() -> None:
    assert proof(signed(mail()), txt=Records({})) == "unknown"
    assert proof(signed(mail()), txt=Records(away=True)) == "unknown"


@pytest.mark.parametrize(
    "junk", ["v=1", "d=works.example", "v=1; d=works.example; h=from:subject; b=x; bh=x; a=x; s=s1", ";;;"]
)
def test_a_signature_that_is_none_is_survived(junk: str) -> None:
    assert proof(mail(extra=f"DKIM-Signature: {junk}\r\n"), txt=Records()) == "unknown"


def test_a_hundred_signatures_cost_eight_look_ups_at_most() -> None:
    records = Records(away=True)
    junk = signed(mail(), key=KEY).split(b"From:")[0] * 100
    assert proof(junk + mail(), txt=records) == "unknown"
    assert len(records.asked) == 8


def test_a_mail_that_names_nobody_we_know_is_not_looked_up() -> None:
    records = Records()
    assert proof(mail(), txt=records) == "unknown"
    assert records.asked == []


# ---------------------------------------------------------------- what the provider does


def test_a_provider_that_stamps_and_puts_its_stamp_above_is_trusted() -> None:
    found = probed(mail(PASS), mail(FAIL, PASS), BOSS, OURS)
    assert found == Provider(OURS, genuine_passes=True, forged_passes=False)
    assert found.trusted_id == OURS


@pytest.mark.parametrize(
    ("genuine", "forged"),
    [
        (mail(), mail()),
        (mail(PASS), mail(PASS)),
        (mail(FAIL), mail(FAIL, PASS)),
        (mail("spf=pass smtp.mailfrom=works.example; dmarc=pass header.from=works.example"), mail()),
    ],
    ids=["stamps nothing", "leaves forged results on top", "does not pass our own mail", "has no name"],
)
def test_any_other_provider_is_not(genuine: bytes, forged: bytes) -> None:
    assert probed(genuine, forged, BOSS, OURS).trusted_id == ""
