"""What the pages of lessons send, read before anything is done with it."""
