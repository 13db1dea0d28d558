"""From the bytes of a question to the bytes of its answer: read, limited, planned, answered.

Its modules:

    view, answer        over HTTP; one question
    document, variable  what was asked, kept by its text; what it was asked with
    plan, engine        a document compiled to closures; what a plan does not cover
    limit, size         what a question costs, and its answer
"""
