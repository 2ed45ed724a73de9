"""Discord shapes without decisions: sentences, cards, buttons and forms."""
