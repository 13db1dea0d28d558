"""What is kept, and opened in milliseconds.

Its modules:

    archive, importing      the one way in which the store changes; the use case of `samsprog import`
    deciding, undoing, thing    withdrawn, renamed, taken back; a thing by its name
    opening, place          what the store holds, opened fast; where it lies
    catalogue, compiled, files    its parts as sealed files, mapped
    bundled                 the bundled vocabularies, opened the same way
    opened                  what the running service answers from, swapped when something is published
    upkeep, progress        looked after; how far a long task has come
"""
