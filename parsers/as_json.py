"""A mail as the object that `kesu read` prints; keys and shapes are what scripts rely on."""

from __future__ import annotations

from cases.mail import Address, Attachment, Bounce, Decision, Field, IncomingMail


def mail_as_json(mail: IncomingMail) -> dict[str, object]:
    """Ids with their <>; values as text, yes/no or lists; sizes and hashes of decoded bytes."""
    return {
        "message_id": mail.message_id,
        "in_reply_to": list(mail.in_reply_to),
        "references": list(mail.references),
        "from": _address(mail.sender),
        "to": [_address(a) for a in mail.to],
        "cc": [_address(a) for a in mail.cc],
        "reply_to": [_address(a) for a in mail.reply_to],
        "date": mail.date.isoformat() if mail.date else None,
        "subject": mail.subject,
        "subject_bare": mail.subject_bare,
        "language": mail.language,
        "kind": mail.kind.value,
        "kind_reason": mail.kind_reason,
        "text": mail.text,
        "new_text": mail.new_text,
        "quoted_text": mail.quoted_text,
        "forwarded": _address(mail.forwarded) if mail.forwarded else None,
        "attachments": [_attachment(a) for a in mail.attachments],
        "bounce": _bounce(mail.bounce) if mail.bounce else None,
        "fields": {id_: _field(f) for id_, f in mail.fields.items()},
        "decision": _decision(mail.decision) if mail.decision else None,
        "defects": list(mail.defects),
        "linked_files": list(mail.linked_files),
    }


def _address(address: Address) -> dict[str, str]:
    return {"name": address.name, "address": address.address}


def _attachment(attachment: Attachment) -> dict[str, object]:
    return {
        "filename": attachment.filename,
        "raw_filename": attachment.raw_filename,
        "content_type": attachment.content_type,
        "detected_type": attachment.detected_type,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "inline": attachment.inline,
        "from_tnef": attachment.from_tnef,
        "within": attachment.within,
        "flags": list(attachment.flags),
        "members": list(attachment.members),
    }


def _bounce(bounce: Bounce) -> dict[str, str]:
    return {
        "recipient": bounce.recipient,
        "status": bounce.status,
        "reason": bounce.reason,
        "original_message_id": bounce.original_message_id,
    }


def _field(field: Field) -> dict[str, object]:
    value = list(field.value) if isinstance(field.value, tuple) else field.value
    return {
        "value": value,
        "raw": field.raw,
        "unit": field.unit,
        "where": field.where,
        "confidence": field.confidence,
        "flags": list(field.flags),
    }


def _decision(decision: Decision) -> dict[str, str]:
    return {
        "verb": decision.verb,
        "reason": decision.reason,
        "case": decision.case,
        "understood": decision.understood,
        "refused_because": decision.refused_because,
    }
