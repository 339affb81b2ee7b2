// Prints what Go's own parser finds outside of functions: one JSON object a line.
// Reads absolute file names, one a line, from standard input.
package main

import (
	"bufio"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
)

type definition struct {
	Path string `json:"path"`
	Name string `json:"name"`
	Line int    `json:"line"`
	Kind string `json:"kind"`
}

type outcome struct {
	Path   string `json:"path"`
	Parsed bool   `json:"parsed"`
}

func main() {
	out := json.NewEncoder(os.Stdout)
	paths := bufio.NewScanner(os.Stdin)
	for paths.Scan() {
		path := paths.Text()
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		out.Encode(outcome{path, err == nil})
		if err != nil {
			continue
		}
		tell := func(name *ast.Ident, kind string) {
			if name.Name != "_" {
				// Not where a `//line` comment says, but where it stands.
				out.Encode(definition{path, name.Name, files.PositionFor(name.Pos(), false).Line, kind})
			}
		}
		tell(file.Name, "package")
		for _, declaration := range file.Decls {
			tellDeclaration(declaration, tell)
		}
	}
}

func tellDeclaration(declaration ast.Decl, tell func(*ast.Ident, string)) {
	switch one := declaration.(type) {
	case *ast.FuncDecl:
		if one.Recv == nil {
			tell(one.Name, "func")
		} else {
			tell(one.Name, "method")
		}
	case *ast.GenDecl:
		for _, spec := range one.Specs {
			switch each := spec.(type) {
			case *ast.ValueSpec:
				for _, name := range each.Names {
					tell(name, one.Tok.String())
				}
				// Structs without a name have fields, too.
				if each.Type != nil {
					tellMembers(each.Type, tell)
				}
			case *ast.TypeSpec:
				tell(each.Name, "type")
				tellMembers(each.Type, tell)
			}
		}
	}
}

func tellMembers(node ast.Node, tell func(*ast.Ident, string)) {
	ast.Inspect(node, func(inner ast.Node) bool {
		switch one := inner.(type) {
		case *ast.FuncType:
			return false
		case *ast.StructType:
			for _, field := range one.Fields.List {
				for _, name := range field.Names {
					tell(name, "field")
				}
			}
		case *ast.InterfaceType:
			for _, field := range one.Methods.List {
				for _, name := range field.Names {
					tell(name, "interface method")
				}
			}
		}
		return true
	})
}
