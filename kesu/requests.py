"""What we ask of a customer because of the files of the mail: files behind a link, files we cannot open."""

from __future__ import annotations

from collections.abc import Sequence

from cases.mail import IncomingMail
from generator.context_parts import Question

LINKED = "linked-files"
"""Defect of a mail whose files lie with a large-file service."""
REQUESTS: tuple[tuple[str, dict[str, tuple[str, str]]], ...] = (
    (
        LINKED,
        {
            "zh": ("附件", "来信中的文件在网盘或超大附件链接里，链接会过期，请把文件作为附件直接发送。"),
            "en": (
                "Attachments",
                "Your mail links to files kept elsewhere, and such links expire: please attach the files themselves.",
            ),
        },
    ),
    (
        "encrypted",
        {
            "zh": ("附件", "有附件或邮件带密码或加密，我们打不开，请发送不带密码的文件。"),
            "en": (
                "Attachments",
                "A file or the mail is encrypted and we cannot open it: please send it without a password.",
            ),
        },
    ),
)


def file_requests(mail: IncomingMail, lang: str) -> Sequence[Question]:
    """One request for each thing that is wrong with the files of a mail; nothing of the customer's words."""
    found = {*mail.defects, *(flag for file in mail.attachments for flag in file.flags)}
    return [_question(words["en" if lang == "en" else "zh"]) for flag, words in REQUESTS if flag in found]


def _question(words: tuple[str, str]) -> Question:
    label, hint = words
    return {"label": label, "hint": hint}
