"""What a course must prove before it is published, pure Python."""
