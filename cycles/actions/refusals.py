"""What all refusals of this room have in common."""


class Refusal(Exception):
    """Why a plan stays as it is; the message is translated, for the person who asked."""
