"""Each numbered rule as people meet it: typed and clicked through Discord's wire, one story a rule or a part of it."""
