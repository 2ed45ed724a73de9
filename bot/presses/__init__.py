"""What people press and fill in: every button, menu and form leads to one use case or query, or to a form."""

from bot.presses.dispatch import PressedButton, answer_old_button, is_ours, take_form

__all__ = ["PressedButton", "answer_old_button", "is_ours", "take_form"]
