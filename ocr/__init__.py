"""The room that reads: a scanned file in, measured page images and words with boxes out."""
