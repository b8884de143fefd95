"""The field names that all packs, parsers and forms share."""

from __future__ import annotations

FIELDS = frozenset(
    """
    case_no pack received_at accepted_at report_date channel source_doc formal_written customer_name
    customer_code customer_class party complainant contact_name contact_phone contact_email address
    distance_km reported_to order_no part_no product_name model serial_no batch_no ship_date
    installed_at qty_shipped qty_defect defect_rate production_unit shift operator production_date
    running_time usage_conditions stage_found issue_category cause_type kind demand_type
    demand_capability description failure_mode problem_key occurred_at attachments sample_provided
    sample_received_at sample_return customer_demand remedy customer_deadline customer_format
    total_cost_cny cost_module_value cost_rectification cost_commercial cost_involved loss
    valid_complaint internal_resolvable severity our_fault customer_misunderstanding answerable_now
    phone_solvable content_type notice_issued_at dept_notified_at countermeasure_rejected disputed
    upgraded_at qty_mw module_count module_wp defect_degree legal_action major_impact safety_hazard
    mass_complaint_risk image_risk media_exposed regulator_criticised panel_grade panel_signoffs
    line_stop launch_or_test_freeze batch_recall production_affected sample_or_pilot_fail followup_of
    complaint_count_same_customer handling_untimely_or_improper person issue_key staff_abuse coercion
    demand_help unauthorised_fee bribe property_loss_by_service safety_accident_by_service
    nonresp_reason violation litigation bank_reputation letter_type threat_of_extreme_act
    satisfied_on_spot no_further_complaint warranty_status vendor_needed spare_part_needed parts
    chargeable fee site_visit_needed onsite_arrival_at supplier_caused third_party countermeasure_unit
    owner emergency_measure hold_lots root_cause responsibility corrective_action preventive_action
    cause_confirmed approved_remedies handling_opinion decision reply_sent_at effect_check close_check
    satisfaction user_signature
    """.split()
)
"""A pack may ignore any of these; a name that is neither here nor in the pack is a slip of the pen."""
