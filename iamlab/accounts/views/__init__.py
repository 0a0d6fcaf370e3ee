"""The pages of accounts; allauth's own views serve those that are not here."""
