"""Parley: a Discord bot that settles payment disputes over escrowed milestones."""
