"""Reading an archive: many files, on every core or on several machines, each text once.

The files are cut into shards (`shards`); whoever reads one (`reading`) writes what it states to a file
named by the hash of the texts in it, whole or not at all. A run that was killed therefore goes on where it
was: a shard whose file is there is not read again. Who reads is a pool of processes of this machine, or a
Dask cluster (`pools`). No node is needed, and nothing is kept on one.
"""
