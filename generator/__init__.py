"""A case to words: Word documents and mail texts."""
