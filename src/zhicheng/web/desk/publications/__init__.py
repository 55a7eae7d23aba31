"""Pages of the desk for official documents: the list, the editor, the way from check to publication, corrections."""
