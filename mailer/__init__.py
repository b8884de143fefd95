"""IMAP in, SMTP out."""
