"""The case file and its proof."""
