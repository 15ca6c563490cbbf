"""The intake as a machine without input or output: flows are data, sessions are values."""
