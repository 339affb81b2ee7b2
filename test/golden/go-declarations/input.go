// Package x
package x

import (
	"fmt"
	f "a/b/v2"
	_ "c"
	. "d"
)

import "one"

type (
	// S doc
	S struct {
		A, b int `json:"a"`
		Emb
		*pkg.Ptr
	}
	I interface {
		M(a int) error
		fmt.Stringer
	}
	Alias = string
)

type G[T any] struct{ v T }

const (
	C1 = iota
	C2
)

var X, y = 1, 2
var z int

// Doc
func (s *S) Start(ctx context.Context, a, b int, opts ...string) (n int, err error) {
	x := s.foo.Bar(ctx)
	for i, v := range x {
		go func(q int) { y = q }(i)
	}
	switch t := x.(type) {
	case int, string:
	}
	select { case <-ch: default: }
	if a && b || c {}
	p := &S{A: 1, b: two}
	p.b++
	w = new(S)
label:
	goto label
	return fmt.Sprint(p), nil
}
func Map[K comparable, V any](m map[K]V) *G[V] { return nil }
func (g *G[T]) Get() T { return g.v }
