"""What people ask for: conditions on what is recorded, in blocks of pages, on the command line and in own rules."""
