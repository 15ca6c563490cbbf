"""Where it rests: the only importer of database drivers and `cryptography`."""
