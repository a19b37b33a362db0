"""Recognition: the frame of a text line becomes characters, each with its place and its probability."""
