"""Pure rules: synchronous, without input or output, told the time by their callers."""
