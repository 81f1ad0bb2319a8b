"""REST: what is planned."""
