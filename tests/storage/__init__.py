"""Tables, transactions and queries, on real databases."""
