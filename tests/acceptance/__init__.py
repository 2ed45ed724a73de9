"""The real client against the sandbox: what people type and see."""
