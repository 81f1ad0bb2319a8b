"""
Real servers for the tests: each module starts one and stops it.

They listen on loopback only, below port 32768 (above, a dead port can connect to itself), keep
their files in a folder of their own and die with the test run, however that ends.
"""
