"""What people send us, checked for its shape; what it means is checked by the actions."""
