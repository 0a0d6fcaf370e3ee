"""What a username may be."""

from django.core.validators import MaxLengthValidator, RegexValidator

MIN_LENGTH = 3  # characters
MAX_LENGTH = 30  # characters

# One name has one spelling: no look-alikes from other scripts, and no "@", by which people would
# take it for an e-mail address. Capitals count as small letters.
VALIDATORS = [
    RegexValidator(
        r"\A[A-Za-z0-9][A-Za-z0-9._-]*\Z",
        "Use letters a to z, digits, dots, hyphens and underscores; begin with a letter or digit.",
    ),
    MaxLengthValidator(MAX_LENGTH, f"Use at most {MAX_LENGTH} characters."),
]
