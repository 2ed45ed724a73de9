"""The benchmarks themselves: that each runs, never how long anything took."""
