"""REST: what reached the desk."""
