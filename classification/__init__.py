"""What codes mean: concepts, releases, value sets, maps, and the questions one asks of them.

Standard library only: no files, network, clock or database. Time comes in as an argument.
"""
