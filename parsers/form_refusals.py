"""Why a returned file is not read: one sentence each, for the person who sent it."""

from __future__ import annotations

from cases.returned import BLOCK, Finding, Returned

SENTENCES = {
    "empty": ("文件是空的，请重新附上。", "The file is empty; please attach it again."),
    "not-a-form": ("文件不是 Word 文档，请发回 .docx。", "The file is not a Word document; please return the .docx."),
    "damaged": ("文件已损坏，无法打开，请重新保存后再发。", "The file is damaged; please save it again and resend it."),
    "encrypted": ("文件有密码，请去掉密码后再发。", "The file has a password; please send it without one."),
    "macros": (
        "文件含有宏，请另存为不含宏的 .docx。",
        "The file contains macros; please save it as .docx without them.",
    ),
    "too-large": ("文件解开后过大，未读取。", "The file unpacks to more than a form can hold; it was not read."),
    "too-long": (
        "某一栏的文字超过 100,000 字，未读取；请写摘要，原文作附件。",
        "A cell holds more than 100,000 characters; please write a summary and attach the text.",
    ),
    "too-deep": ("文件嵌套过深，未读取。", "The file is nested too deeply; it was not read."),
    "too-much": (
        "读取文件占用内存或时间过多，未读取。",
        "Reading the file took too much memory or time; it was not read.",
    ),
    "doctype": (
        "文件带有 Word 文档不会有的类型声明，未读取。",
        "The file declares a document type, which no Word document does; it was not read.",
    ),
    "outside": (
        "文件引用了外部模板、图片或对象，未读取；请把内容直接贴入。",
        "The file refers to a template, picture or object elsewhere; please paste the content itself.",
    ),
    "no-office": (
        "此处没有 LibreOffice，无法转换旧格式；请另存为 .docx 再发。",
        "This format needs LibreOffice, which is not installed here; please save the file as .docx.",
    ),
    "not-converted": (
        "LibreOffice 无法转换此文件；请另存为 .docx 再发。",
        "LibreOffice could not convert this file; please save it as .docx and send it again.",
    ),
    "unknown-form": (
        "文件不是本系统发出的表单：没有找到它的编号和栏位。",
        "The file is none of our forms: neither their marks nor their cells were found in it.",
    ),
}


class FormRefused(Exception):
    """A returned file is not read; `code` is a key of SENTENCES, the text what its sender is told."""

    def __init__(self, code: str) -> None:
        self.code = code
        zh, en = SENTENCES[code]
        super().__init__(f"{zh} / {en}")

    def finding(self) -> Finding:
        return Finding(f"FORM-{self.code}", BLOCK, *SENTENCES[self.code])


def refusal_of(returned: Returned) -> FormRefused | None:
    """Why a file could not be read; None for a form of ours, and for somebody's own document."""
    codes = (each.rule.removeprefix("FORM-") for each in returned.findings if not returned.form)
    return next((FormRefused(code) for code in codes if code in SENTENCES and code != "unknown-form"), None)
