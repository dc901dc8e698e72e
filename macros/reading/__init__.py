"""YAML text -> plain data with the place of every part, and every fault found in it.

Entries: `source.read` a file, `shape.shape` its data, `sound.sound` it by rules; `faults.Faults` is what is wrong.
"""
