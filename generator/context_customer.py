"""What the customer is written, and whoever else outside is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from generator.context_parts import Common, DocumentLine, OfDesk, Question, Row


class Acknowledge(Common):
    restated: Sequence[Row]
    """Only what generator.words.Words.restate gives: nothing else of the customer's text."""
    questions: Sequence[Question]
    answer_by: datetime
    split_from: str
    """The number of the earlier case of which this one is a part; empty for any other."""


class CustomerAsk(Common):
    questions: Sequence[Question]
    answer_by: datetime


class CustomerAnswer(Common):
    body: str
    """The approved answer in words; empty if the documents are the answer."""
    documents: Sequence[DocumentLine]


class CustomerRefusal(Common):
    body: str
    """The reason and what was found, as approved."""


class OutsideNotice(OfDesk):
    """Nothing but what a customer may know."""

    number: str
    received_at: datetime
    answer_by: datetime | None
