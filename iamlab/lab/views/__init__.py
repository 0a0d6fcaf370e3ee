"""The views of the lab."""
