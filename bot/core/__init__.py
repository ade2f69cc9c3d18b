"""The bot without a channel: plain values in, plain values out. Nothing here waits, reads or logs."""
