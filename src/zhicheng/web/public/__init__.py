"""What everybody may read, without signing in: opened programmes, their verified figures, how they are counted."""
