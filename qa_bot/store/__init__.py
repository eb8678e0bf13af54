"""Indexes on disk: "here are my paths, gimme what is in them now, at the cost of what changed".

disk (whole files or none), lock (one writer) -> manifest (what an index folder holds) -> folder (open, commit, check)
-> changes (what differs from the files) and tiers (which segments to merge) -> update -> cache and collection.
"""
