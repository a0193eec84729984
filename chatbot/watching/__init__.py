"""What can be told about the work without telling what was asked or read: figures, log lines, traces."""
