#include "deploy/clarion/demo_script.hpp"

namespace clarion::deploy {

namespace {

constexpr DemoStep act(
    std::string_view persona,
    std::string_view action,
    std::string_view words,
    std::string_view then_state,
    std::string_view changes = "{}"
) {
    return {DemoStepKind::action, persona, action, words, changes, then_state, 0};
}

constexpr DemoStep agency(
    std::string_view persona,
    std::string_view words,
    std::string_view then_state,
    std::string_view changes
) {
    return {
        DemoStepKind::agency_answer,
        persona,
        "answer_agency_request",
        words,
        changes,
        then_state,
        0};
}

constexpr DemoStep wait_for(int checks, std::string_view then_state) {
    return {
        DemoStepKind::wait_for_checks,
        "records systems",
        "check_answered",
        "answer",
        "{}",
        then_state,
        checks};
}

const std::vector<DemoStep> kSteps{
    act("intake", "record_triage", "finds no danger today and starts the checks", "initial_checks"),
    wait_for(4, "initial_checks"),
    act("researcher", "finish_initial_checks", "finishes the initial checks", "initial_decision"),
    act("coordinator", "record_initial_decision", "decides to proceed", "contacting_applicant"),
    act("officer", "record_contact_attempt", "rings inside the safe window", "contacting_applicant"
    ),
    act("officer", "book_meeting", "books a meeting in a safe place", "face_to_face"),
    act("officer", "record_meeting", "meets the applicant", "identity"),
    act("officer",
        "verify_identity",
        "sees two documents, one with a photograph",
        "full_checks.planning"),
    act("researcher", "plan_full_checks", "starts the full checks", "full_checks.searching"),
    wait_for(6, "full_checks.searching"),
    act("researcher",
        "record_check",
        "searches command and control by hand",
        "full_checks.searching",
        R"({"system":"command_and_control","outcome":"searched_nothing"})"),
    act("researcher",
        "record_check",
        "searches firearms licensing by hand",
        "full_checks.searching",
        R"({"system":"firearms_licensing","outcome":"searched_nothing"})"),
    act("researcher", "record_full_checks", "records what was found", "full_checks.searching"),
    act("researcher",
        "complete_full_checks",
        "completes the full checks",
        "risk_assessment.assessing"),
    act("researcher",
        "record_risk_assessment",
        "assesses the risk: a concern",
        "risk_assessment.confirming"),
    act("supervisor", "confirm_risk_assessment", "confirms the assessment", "referred_to_forum"),
    act("coordinator",
        "issue_to_agencies",
        "asks probation and health",
        "multi_agency_review.gathering"),
    agency(
        "agency_probation",
        "answers: information held",
        "multi_agency_review.gathering",
        R"({"agency":"probation"})"
    ),
    agency(
        "agency_health",
        "answers: nothing held",
        "multi_agency_review.concluding",
        R"({"agency":"health","answer":"nothing_held","facts":null})"
    ),
    act("coordinator", "conclude_review", "concludes the review: disclose", "decision.proposing"),
    act("decision_maker", "propose_decision", "proposes to disclose", "decision.approving"),
    act("second_decision_maker",
        "approve_decision",
        "approves, as a second person",
        "disclosure_planning.drafting"),
    act("officer", "plan_disclosure", "plans the disclosure", "disclosure_planning.approving"),
    act("second_decision_maker",
        "approve_disclosure_plan",
        "approves the plan",
        "disclosure_delivery.refreshing"),
    wait_for(12, "disclosure_delivery.refreshing"),
    act("researcher",
        "confirm_fresh_searches",
        "finds nothing new in the fresh searches",
        "disclosure_delivery.telling"),
    act("officer",
        "record_delivery",
        "tells the person at risk, face to face",
        "post_outcome.following_up"),
    act("officer", "record_follow_up", "records the follow-up", "post_outcome.closing"),
    act("supervisor", "close_request", "checks and closes the request", "process.closed"),
};

}  // namespace

const std::vector<DemoStep>& demo_steps() {
    return kSteps;
}

}  // namespace clarion::deploy
