"""What each mail template is given, as flat dictionaries. Times are aware and in the desk's zone.

Words are ready to show, in the language of the mail (generator.words turns ids into them); texts of other
people are given as they came, and the templates quote them.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.context_approver import (
    ApprovalRequest,
    ApproverReminder,
    Code,
    CodeRefused,
    DecisionNotice,
    Receipt,
    TooLate,
    Unclear,
)
from generator.context_colleagues import (
    Alert,
    AskFacts,
    Done,
    EmergencyMeasure,
    Help,
    Invitation,
    Notice,
    Overdue,
    SetAside,
    Status,
    StepNews,
    Triage,
)
from generator.context_customer import Acknowledge, CustomerAnswer, CustomerAsk, CustomerRefusal, OutsideNotice
from generator.context_owner import (
    FollowUp,
    FormReviewed,
    Forms,
    FormUnreadable,
    GoesOut,
    HandedOver,
    Held,
    NewCase,
    OwnerDecided,
    OwnerReminder,
    PerhapsFollowUp,
    Regraded,
)

CONTEXTS: Mapping[str, type] = {
    "customer/acknowledge": Acknowledge,
    "customer/ask": CustomerAsk,
    "customer/answer": CustomerAnswer,
    "customer/refusal": CustomerRefusal,
    "owner/new-case": NewCase,
    "owner/regraded": Regraded,
    "owner/handed-over": HandedOver,
    "owner/forms": Forms,
    "owner/follow-up": FollowUp,
    "owner/perhaps-follow-up": PerhapsFollowUp,
    "owner/decided": OwnerDecided,
    "owner/goes-out": GoesOut,
    "owner/held": Held,
    "owner/form-unreadable": FormUnreadable,
    "owner/reviewed": FormReviewed,
    "owner/reminder": OwnerReminder,
    "role/ask-facts": AskFacts,
    "role/emergency": EmergencyMeasure,
    "notify/graded": Notice,
    "notify/outside": OutsideNotice,
    "notify/invitation": Invitation,
    "approver/request": ApprovalRequest,
    "approver/unclear": Unclear,
    "approver/receipt": Receipt,
    "approver/too-late": TooLate,
    "approver/code": Code,
    "approver/code-refused": CodeRefused,
    "approver/reminder": ApproverReminder,
    "quality/decision-notice": DecisionNotice,
    "superior/overdue": Overdue,
    "desk/triage": Triage,
    "desk/set-aside": SetAside,
    "desk/alert": Alert,
    "staff/help": Help,
    "staff/step": StepNews,
    "staff/done": Done,
    "staff/status": Status,
}
"""Every purpose and the dictionary its template is given."""
