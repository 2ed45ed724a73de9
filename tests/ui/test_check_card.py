"""The answer to `/config check`: a sentence for every finding, in order, within what Discord takes."""

import pytest

from bot.services.check_up import Finding, judge
from bot.services.needs import Power
from bot.ui.cards_set_up import check_card
from bot.ui.invite import invite_link
from bot.ui.texts_check import ALL_WELL, CHECKED, POWERS
from tests.services.test_check_up import CASES, facts, settings
from tests.ui.shown import assert_sendable, text_of

LINK = invite_link(42)
FINDINGS = {
    case: judge(settings(**of_settings), facts(**of_facts)) for case, (of_settings, of_facts, _) in CASES.items()
}


@pytest.mark.parametrize("case", CASES)
def test_every_finding_says_how_to_mend_it(case: str) -> None:
    view, whole = check_card(FINDINGS[case], LINK)
    text = text_of(view)
    assert_sendable(view)
    assert whole is None
    assert (ALL_WELL in text) == all(finding.grade == "note" for finding in FINDINGS[case])
    assert LINK in text
    for finding in FINDINGS[case]:
        for power in finding.facts.get("powers") or ():
            assert f"**{POWERS[power]}**" in text


def test_every_sentence_belongs_to_a_finding() -> None:
    assert {finding.key for findings in FINDINGS.values() for finding in findings} == set(CHECKED)
    assert set(POWERS) == set(Power)


def test_all_findings_at_once_fit_and_come_whole_as_a_file() -> None:
    everything: list[Finding] = [finding for findings in FINDINGS.values() for finding in findings]
    view, whole = check_card(everything, LINK)
    assert_sendable(view)
    assert whole is not None
    text = whole.fp.read().decode()
    assert f"**{len(everything)}.**" in text
    assert LINK in text
