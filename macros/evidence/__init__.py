"""What backs a claim: proofs, the record of what they last showed, and the figures that they measured.

Entries: `proof.read_proof`, `record.read_record`, `figure.figures`. Standard library alone: the proofs import it.
"""
