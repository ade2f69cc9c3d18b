"""Files → core objects, and everything that is wrong with them. The only package that imports yaml.

reading    a file → nodes: every scalar as text, every value with its line
filling    nodes → the dataclasses of bot.core, through pydantic
loading    a folder → Knowledge in every language, with all problems
rules      what the texts themselves must keep to
"""
