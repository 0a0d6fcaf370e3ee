"""What `manage.py validate_policy` reads and writes: files, and reports as text, JSON or SARIF."""
