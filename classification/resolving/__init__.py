"""What a code means in another classification.

Its modules:

    resolver            one question after another, between two systems
    source, route       where a code comes from; over which maps it goes
    resolution          the answer: outcome, targets, path
    timeline            releases carried forward and back
    suggestion          what was probably meant by a code or term that is unknown
"""
