/** The parser alone: the whole package loads tables of every property as well. */
declare module 'css-tree/parser' {
  const parse: typeof import('css-tree').parse;
  export default parse;
}
