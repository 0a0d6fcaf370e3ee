"""The checks, one function each, in themed files; the registry finds every file in here."""
