"""
``./run``: the planner on one machine, its processes under one roof.

options -> claims (folder, lock, port) -> processes (what runs) -> supervisor (keeps it running).
It is one thread that selects: a child may be told to die with its parent only from such a one.
"""
