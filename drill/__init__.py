"""The practice ground: a stand-in for Telegram, over HTTP on loopback, that holds to the published Bot API."""
