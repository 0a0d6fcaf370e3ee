"""Course files: their shapes and their loader, pure Python."""
