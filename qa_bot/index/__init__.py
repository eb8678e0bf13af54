"""The TF-IDF index: analysis, weighting, building, search."""
