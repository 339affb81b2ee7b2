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


def tell(path, name, line, kind):
    print(json.dumps({'path': path, 'name': name, 'line': line, 'kind': kind}))


def targets_of(node):
    if isinstance(node, ast.Assign):
        return node.targets
    if isinstance(node, ast.AnnAssign):
        return [node.target]
    # `type X = ...` of Python 3.12.
    return [node.name] if type(node).__name__ == 'TypeAlias' else []


def names_in(target):
    if isinstance(target, ast.Name):
        yield target
    elif isinstance(target, (ast.Tuple, ast.List)):
        for element in target.elts:
            yield from names_in(element)
    elif isinstance(target, ast.Starred):
        yield from names_in(target.value)


def walk(node, parent, path, known):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            tell(path, child.name, child.lineno, kind_of(child, parent))
            walk(child, child, path, set())
            continue
        # Values of modules and classes; the first assignment counts.
        if parent is None or isinstance(parent, ast.ClassDef):
            for target in targets_of(child):
                for name in names_in(target):
                    if name.id not in known:
                        known.add(name.id)
                        tell(path, name.id, name.lineno, 'value')
        # Definitions below `if` or `try` belong to the class or function around.
        walk(child, parent, path, known)


for line in sys.stdin:
    path = line.rstrip('\n')
    try:
        with open(path, 'rb') as file:
            tree = ast.parse(file.read())
        walk(tree, None, path, set())
        print(json.dumps({'path': path, 'parsed': True}))
    except (SyntaxError, ValueError, RecursionError) as error:
        print(json.dumps({'path': path, 'parsed': False, 'reason': type(error).__name__}))
