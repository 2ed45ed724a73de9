"""How real money comes in and goes out: providers behind one port (R2.8)."""
