"""Prints the definitions that Python's own parser finds: one JSON object a line.

Reads absolute file names, one a line, from standard input.
"""
import ast
import json
import sys
import warnings

warnings.simplefilter('ignore')


def kind_of(node, parent):
    if isinstance(node, ast.ClassDef):
        return 'class'
    return 'method' if isinstance(parent, ast.ClassDef) else 'function'


def walk(node, parent, path):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            print(json.dumps({'path': path, 'name': child.name, 'line': child.lineno, 'kind': kind_of(child, parent)}))
            walk(child, child, path)
        else:
            # Definitions below `if` or `try` belong to the class or function around.
            walk(child, parent, path)


for line in sys.stdin:
    path = line.rstrip('\n')
    try:
        with open(path, 'rb') as file:
            tree = ast.parse(file.read())
        walk(tree, None, path)
        print(json.dumps({'path': path, 'parsed': True}))
    except (SyntaxError, ValueError, RecursionError) as error:
        print(json.dumps({'path': path, 'parsed': False, 'reason': type(error).__name__}))
