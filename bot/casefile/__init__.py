"""The case file (R11.2): one page and its data, made from the record alone, and the proof of both."""
