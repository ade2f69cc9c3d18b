"""The optional better matching: texts → vectors that lie close where the meanings do. The theory is in encoder."""
