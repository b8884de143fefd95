"""Where well-known mail providers keep their servers and how one signs in there, as they publish it."""

from __future__ import annotations

from dataclasses import dataclass, field

CODE = "switch IMAP/SMTP on in the web mail and use its authorisation code (授权码), not the mail password"


@dataclass(frozen=True, slots=True)
class Preset:
    """Settings of one provider, for [mailbox], [smtp] and [oauth]; `note` says what its users must do first."""

    imap: dict[str, object]
    smtp: dict[str, object]
    note: str
    oauth: dict[str, object] = field(default_factory=dict)


def _tls(imap: str, smtp: str, note: str, **more: object) -> Preset:
    """A provider with TLS from the start on both of the usual ports."""
    return Preset(
        {"host": imap, "port": 993, "security": "tls", **more}, {"host": smtp, "port": 465, "security": "tls"}, note
    )


PRESETS = {
    "163": _tls("imap.163.com", "smtp.163.com", f"{CODE}; it lasts 180 days: set secret_expires", identify="always"),
    "qq": _tls("imap.qq.com", "smtp.qq.com", f"{CODE}; changing the QQ password voids it"),
    "exmail": _tls(
        "imap.exmail.qq.com",
        "smtp.exmail.qq.com",
        "switch IMAP/SMTP on and use the client password (客户端专用密码), not the web password",
    ),
    "aliyun": _tls(
        "imap.qiye.aliyun.com",
        "smtp.qiye.aliyun.com",
        "allow third-party clients (三方客户端) in the console; use the client's security password (安全密码)",
    ),
    "microsoft365": Preset(
        {"host": "outlook.office365.com", "port": 993, "security": "tls", "auth": "xoauth2"},
        {"host": "smtp.office365.com", "port": 587, "security": "starttls", "auth": "xoauth2"},
        "register an application in Microsoft Entra and name it in [oauth]; passwords are not taken any more",
        {"provider": "microsoft"},
    ),
    "gmail": Preset(
        {"host": "imap.gmail.com", "port": 993, "security": "tls"},
        {"host": "smtp.gmail.com", "port": 465, "security": "tls"},
        "use an app password (two-step verification must be on), or auth = 'xoauth2' with [oauth]",
        {"provider": "google"},
    ),
}
