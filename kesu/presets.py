"""Where well-known mail providers keep their servers, as they publish it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preset:
    """Settings of one provider; `note` says what its users must do first."""

    imap: dict[str, object]
    smtp: dict[str, object]
    note: str


def _tls(imap: str, smtp: str, note: str, smtp_port: int = 465, smtp_security: str = "tls") -> Preset:
    return Preset(
        {"host": imap, "port": 993, "security": "tls"},
        {"host": smtp, "port": smtp_port, "security": smtp_security},
        note,
    )


PRESETS = {
    "163": _tls("imap.163.com", "smtp.163.com", "switch IMAP/SMTP on and use the authorisation code (授权码)"),
    "qq": _tls("imap.qq.com", "smtp.qq.com", "switch IMAP/SMTP on and use the authorisation code (授权码)"),
    "exmail": _tls("imap.exmail.qq.com", "smtp.exmail.qq.com", "use the client password (客户端专用密码)"),
    "aliyun": _tls("imap.qiye.aliyun.com", "smtp.qiye.aliyun.com", "allow third-party clients in the console"),
    "microsoft365": _tls(
        "outlook.office365.com",
        "smtp.office365.com",
        "basic sign-in is retired; OAuth follows",
        587,
        "starttls",
    ),
    "gmail": _tls("imap.gmail.com", "smtp.gmail.com", "use an app password; two-step sign-in must be on"),
}
