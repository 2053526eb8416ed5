"""A series of photos: tiles, comparing two days, landmarks, rings and what was measured."""
