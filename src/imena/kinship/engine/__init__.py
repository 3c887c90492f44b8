"""The engine: how a pedigree at a locus is summed, exactly and for many families at once.

A `shape` is a pedigree without names and genotypes; a `network` its alleles and meioses as variables; `elimination`
finds the order in which they are summed; `instructions` write it out, `kernels` sum. `coancestry` and `lumping` say
what else may be shared and what left out; `summing` puts it together for `families`.
"""
