"""The case card and what is seen of a case beside it: details, options, offers, evidence, history."""

from collections.abc import Sequence
from typing import Final

import discord

from bot.domain.case_state import CaseState, Offer
from bot.domain.stages import Command, Outcome, Stage
from bot.services.views import CaseView
from bot.ui import texts_agreements as agreements
from bot.ui import texts_cards as words
from bot.ui import texts_headings as headings
from bot.ui.buttons import ACTS, Act, AnyButton, action_button, decline_button
from bot.ui.format import said
from bot.ui.panel import ENDED, GOOD, OPEN, Panel
from bot.ui.texts_options import meaning

_REASON: Final = 500
_FINDINGS: Final = 1_200
_APART: Final = frozenset(
    {Command.ACCEPT_OFFER, Command.DECLINE_OFFER, Command.ANSWER_EXTENSION, Command.ANSWER_WITHDRAWAL}
)
"""What is answered beside the words that it answers."""


def colour_of(state: CaseState) -> discord.Colour:
    """Blue while it runs, green where both agreed, grey otherwise."""
    if state.is_open:
        return OPEN
    return GOOD if state.outcome is not None and state.outcome.value == "settled" else ENDED


def offer_buttons(view: CaseView, offer: Offer) -> list[AnyButton]:
    """Accept and Decline for an open offer, as far as the viewer, or on the shared card anybody, has them."""
    state = view.state
    if Command.ACCEPT_OFFER not in view.options or offer.author_id == view.viewer_id:
        return []
    accept = action_button(Act.ACCEPT, state.case_id, state.version, offer.number)
    answers_nothing = state.stage is Stage.RESPONSE
    return [accept, decline_button(state.case_id, state.version, offer.number, answers_nothing=answers_nothing)]


def command_buttons(view: CaseView) -> list[tuple[Command, AnyButton]]:
    """The buttons of all that can be done now, but answering the other side, in one order everywhere."""
    state = view.state
    return [
        (command, action_button(act, state.case_id, state.version))
        for command, acts in ACTS.items()
        if command in view.options and command not in _APART
        for act in acts
    ]


def case_card(view: CaseView, *, keeps_messages: bool = True) -> discord.ui.LayoutView:
    """The card that all in the room share; with a viewer, the same with their own buttons.

    `keeps_messages` is False where the bot may not read what is said in rooms, which the shared card tells.
    """
    state = view.state
    panel = Panel(colour_of(state))
    reason = said(view.texts.get(state.reason.text_id), _REASON, hint=headings.DETAILS_HINT, most_lines=8)
    panel.text(words.headline(state), words.parties_line(state), words.disputed_line(view), reason).line()
    if state.is_open:
        _open_parts(panel, view)
    else:
        panel.section(headings.ENDING, words.ending(view))
        panel.section(headings.FEE, words.deposits_ended(state))
        if state.ruling is not None:
            findings = view.texts.get(state.ruling.findings.text_id)
            panel.section(headings.FINDINGS, said(findings, _FINDINGS, hint=headings.DETAILS_HINT, most_lines=30))
        panel.section(headings.EVIDENCE, words.evidence_line(state))
    panel.line()
    unheard = "" if keeps_messages or not state.is_open else headings.UNHEARD
    # What was split at once never had a room (R6.2).
    admins = "" if state.outcome is Outcome.SPLIT else headings.ADMINS_SEE
    panel.text(words.never_reached_line(state), unheard, admins)
    panel.buttons([*(button for _, button in command_buttons(view)), *_reading_buttons(state)])
    return panel.view()


def _open_parts(panel: Panel, view: CaseView) -> None:
    state = view.state
    panel.text(agreements.hold_text(view))
    offers = state.open_offers()
    for offer in offers:
        panel.text(words.offer_line(view, offer)).buttons(offer_buttons(view, offer))
    if not offers:
        panel.section(headings.OFFERS, words.no_offers_line(view))
    _agreement_parts(panel, view)
    panel.section(headings.FEE, words.fee_lines(view.case))
    panel.section(headings.EVIDENCE, words.evidence_line(state))
    panel.section(headings.QUESTIONS, agreements.question_lines(view))
    panel.section(headings.TURNS, words.turns(view))
    panel.section(headings.DEADLINE, agreements.deadline_lines(state))


def _agreement_parts(panel: Panel, view: CaseView) -> None:
    """What one side asks and the other answers, with its buttons where the viewer, or on the card anybody, has them."""
    asked = agreements.asked_extension(view.state)
    if asked is not None:
        panel.text(agreements.extension_text(view, asked)).buttons(
            _answers(view, Command.ANSWER_EXTENSION, asked.number)
        )
    panel.text(agreements.withdrawal_text(view.state)).buttons(_answers(view, Command.ANSWER_WITHDRAWAL))


def _answers(view: CaseView, command: Command, number: int | None = None) -> list[AnyButton]:
    state = view.state
    acts = ACTS[command] if command in view.options else ()
    return [action_button(act, state.case_id, state.version, number) for act in acts]


def _reading_buttons(state: CaseState) -> list[AnyButton]:
    return [action_button(act, state.case_id, state.version) for act in (Act.DETAILS, Act.MY_OPTIONS)]


def options_panel(view: CaseView) -> discord.ui.LayoutView:
    """Exactly what the viewer can do now, staff included; where that is nothing, whose turn it is."""
    state = view.state
    panel = Panel(colour_of(state)).text(words.options_title(view))
    if not view.options:
        return panel.text(words.whose_turn(view)).view()
    for offer in state.open_offers():
        buttons = offer_buttons(view, offer)
        if buttons:
            panel.text(words.offer_line(view, offer)).buttons(buttons)
    if view.options & {Command.ANSWER_EXTENSION, Command.ANSWER_WITHDRAWAL}:
        _agreement_parts(panel, view)
    for command, button in command_buttons(view):
        panel.choice(meaning(view, command), button)
    return panel.view()


def titled_page(
    view: CaseView, title: str, pages: Sequence[str], page: int, act: Act, buttons: Sequence[AnyButton] = ()
) -> discord.ui.LayoutView:
    """One of several pages, with the way to the others."""
    state = view.state
    number = min(max(page, 1), len(pages))
    panel = Panel(colour_of(state)).text(title).text(pages[number - 1])
    if len(pages) > 1:
        panel.text(headings.page_line(number, len(pages)))
    turning = [
        action_button(act, state.case_id, state.version, target, label=label)
        for target, label in ((number - 1, headings.PREVIOUS), (number + 1, headings.NEXT))
        if 1 <= target <= len(pages)
    ]
    return panel.buttons([*turning, *buttons]).view()
