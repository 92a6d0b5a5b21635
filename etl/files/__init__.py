"""What comes from elsewhere as a file: workbooks, and copies that leave people's names out."""
