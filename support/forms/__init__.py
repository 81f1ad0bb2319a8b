"""What people may type on the desk's pages."""
