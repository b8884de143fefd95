"""Cases, handled mail and outbox, kept durably."""
