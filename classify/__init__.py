"""Words in, a described document out: which official kind of letter it is, and its fields with evidence."""
