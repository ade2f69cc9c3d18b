"""Telegram: what it hands over is read, what the core answers is rendered and sent."""
