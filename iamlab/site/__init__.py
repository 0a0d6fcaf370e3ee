"""The shell around every page: error pages, limits, health, and the command that serves it all."""
