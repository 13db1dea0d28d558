"""What codes mean: concepts, releases, value sets, maps, and the questions one asks of them.

Standard library only: no files, network, clock or database. Time comes in as an argument. The verbs:

    compile_release   a frozen release → one buffer, opened by `Index`
    pack_snapshot     a whole terminology → one buffer, opened by `open_snapshot`
    trace             one concept over releases
    Resolver.resolve  a code or term → what it means in another classification
    expand, contains  a value set → its members, or one answer
    diff, apply       two releases → what changed, and back
    search            what people type → concepts, best first

Modules are imported one by one (`from classification.compiled.index import Index`), so that a command pays only for
what it uses.
"""
