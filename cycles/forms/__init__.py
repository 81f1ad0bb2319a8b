"""What people may type on the pages of cycles."""
