"""What a Report8D holds, and what of it is not there.

The names are those of the aspect model `io.catenax.report_8d` 1.0.0 of Catena-X (Eclipse Tractus-X,
sldt-semantic-models; CC-BY-4.0, by Bosch, BMW, Volkswagen, ZF, SAP, Siemens, DENSO, Schaeffler, Ford and WITTE), which
its standard CX-0123 uses. The table and the check are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

MODEL_NAME = "urn:samm:io.catenax.report_8d:1.0.0#Report8D"
_TABLE = """
Report header*=Header stepD0=D0 stepD1=D1 stepD2=D2 stepD3=D3 stepD4=D4 stepD5=D5 stepD6=D6 stepD7=D7 stepD8=D8
Header complaintDate*=date lastRevisionDate*=date customerComplaintId* customerContact*=Contact parts*=Part[]
Header supplierId* title supplierComplaintId supplierContact=Contact complaintLocation supplierName
Header additionalInformationList=Extra[]
Contact companyName* city* country* bpnlProperty*=bpnl email*=mail street postalCode phoneNumber=phone
Part customerPartNumber* orderNumber* supplierPartNumber serialNumber batchNumber partName hwVersion
Extra key* value*
Person name* email*=mail department role phoneNumber=phone
Measure introductionDate*=date proofOfEffectiveness* measure* responsiblePerson causeAssignment
Measure effectivenessResult=number status=status
Containment introductionDate*=date proofOfEffectiveness* responsiblePerson riskOfImmediateMeasure
Containment methodForEffectivenessCheck effectivenessResult=number
Cause typeOfCauses*=cause causeHypothesisDescription* clarificationDate*=date result* method verificationBy report
Cause errorCauseCategory
D0 defineEmergencyResponseAction*=Measure[] customerComplaintId* problemDescription* complaintDate*=date
D0 supplierComplaintId complaintLocation additionalInformationList=Extra[]
D1 contactPerson*=Person sponsor=Person teamLeader=Person teamMembers=Person[]
D2 symptomDescription* problemDescription* riskAssessmentStarted*=date riskAssessmentUpdated=date errorType
D2 errorLocation additionalInformationList=Extra[]
D3 descriptionOfInterimContainmentActions*=Containment[] additionalInformationList=Extra[]
D4 causes*=Cause[] additionalInformationList=Extra[]
D5 definePermanentCorrectiveActions*=Measure[] additionalInformationList=Extra[]
D6 implementedCorrectiveMeasures*=Measure[] additionalInformationList=Extra[]
D7 errorPreventiveMeasures*=Measure[] additionalInformationList=Extra[]
D8 closingDate*=date resultAssesment
"""
"""An entity, then its properties: `*` required, `=` what it is (text if nothing is said), `[]` a list of them."""
NO_DATE = "null"
"""How the model writes a date that is not known."""
PATTERNS = {
    "date": re.compile(rf"\d{{4}}-\d\d-\d\d|{NO_DATE}"),
    "bpnl": re.compile(r"BPNL[A-Za-z0-9]{12}"),
    "mail": re.compile(r"[A-Za-z0-9.!#$%&?*+/=^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*"),
    "phone": re.compile(r"\+?[0-9 ]+"),
    "status": re.compile(r"closed|open|in progress"),
    "cause": re.compile(r"[TS]U[AN]"),
    "text": re.compile(r".+", re.DOTALL),
}
ENTITIES: dict[str, dict[str, tuple[str, bool]]] = {}
"""By entity: property -> what it is, and whether it is required."""
for _line in _TABLE.strip().splitlines():
    _entity, *_named = _line.split()
    for _each in _named:
        _name, _, _kind = _each.partition("=")
        ENTITIES.setdefault(_entity, {})[_name.removesuffix("*")] = (_kind or "text", _name.endswith("*"))


def fits(kind: str, value: object) -> bool:
    """Whether a plain value is one of this kind."""
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str) and PATTERNS[kind].fullmatch(value) is not None


def unmet(report: Mapping[str, object]) -> list[str]:
    """What the model requires and the report has not: `header.supplierId`, `stepD4.causes[0].clarificationDate`."""
    return list(_unmet("Report", report, ""))


def _unmet(entity: str, given: object, path: str) -> Iterator[str]:
    known = given if isinstance(given, Mapping) else {}
    for name, (kind, required) in ENTITIES[entity].items():
        where = f"{path}.{name}".lstrip(".")
        if name not in known:
            if required:
                yield where
        elif kind.endswith("[]"):
            rows = known[name]
            for number, row in enumerate(rows if isinstance(rows, Sequence) else ()):
                yield from _unmet(kind[:-2], row, f"{where}[{number}]")
        elif kind in ENTITIES:
            yield from _unmet(kind, known[name], where)
        elif not fits(kind, known[name]):
            yield where
    yield from (f"{path}.{name}".lstrip(".") for name in known if name not in ENTITIES[entity])
