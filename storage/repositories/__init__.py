"""Queries: one repository per port, each working in the transaction that it was made with."""
