"""Rescue Desk: what is decided, without Telegram, SQL, ciphers or prose."""
