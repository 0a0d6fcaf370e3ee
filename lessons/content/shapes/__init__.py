"""The shapes of course files, as an author writes them."""
