"""What every endpoint stands on: keys, doors, pages, problems. It knows no room."""
