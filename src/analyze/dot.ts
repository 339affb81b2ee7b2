import type { DependencyMap } from '../kernel';

type Drawn = Pick<DependencyMap, 'nodes' | 'edges' | 'cycles'>;

/** A Graphviz graph. Dashed arrows are imports of types only; files in cycles stand out. */
export function drawDot({ nodes, edges, cycles }: Drawn): string {
  const ids = new Map(nodes.map(({ path }, number) => [path, `n${number}`]));
  const tangled = new Set(cycles.flat());
  return [
    'digraph dependencies {',
    '  rankdir=LR;',
    '  node [shape=box];',
    ...nodes.map(({ path }) => `  ${ids.get(path)} [label="${escapeLabel(path)}"${tangled.has(path) ? ', color="#c0392b"' : ''}];`),
    ...edges.map(({ from, to, typeOnly }) => `  ${ids.get(from)} -> ${ids.get(to)}${typeOnly ? ' [style=dashed]' : ''};`),
    '}',
    '',
  ].join('\n');
}

/** In labels Graphviz reads backslash escapes and HTML entities; control characters have no form at all. */
function escapeLabel(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\uFFFD')
    .replace(/[\\"]/g, '\\$&')
    .replace(/&/g, '&amp;');
}
