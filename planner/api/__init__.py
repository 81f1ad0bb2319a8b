"""The REST interface: where its nouns are, and those of the ground."""
