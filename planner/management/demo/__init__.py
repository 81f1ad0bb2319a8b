"""The story that an empty planner is filled with, told by calling actions."""
