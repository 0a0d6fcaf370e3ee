"""Management commands of the shell."""
