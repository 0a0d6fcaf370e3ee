"""What may be done to an account besides signing in and out."""
