"""Tests of what people read and press."""
