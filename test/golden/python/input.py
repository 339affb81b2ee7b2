# Languages without a parser are lines and words.
def greet(name):
    return f"Hello {name}"
