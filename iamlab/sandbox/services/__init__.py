"""The verbs of the sandbox: the only way to its rows, with the owner checked on the way."""
