import type { DependencyMap } from '../kernel';

type Drawn = Pick<DependencyMap, 'nodes' | 'edges' | 'cycles'>;

/** A Mermaid flowchart. Dotted arrows are imports of types only; files in cycles stand out. */
export function drawMermaid({ nodes, edges, cycles }: Drawn): string {
  const ids = new Map(nodes.map(({ path }, number) => [path, `n${number}`]));
  const tangled = new Set(cycles.flat());
  const lines = nodes.map(({ path }) => `  ${ids.get(path)}["${escapeLabel(path)}"]${tangled.has(path) ? ':::cycle' : ''}`);
  const arrows = edges.map(({ from, to, typeOnly }) => `  ${ids.get(from)} ${typeOnly ? '-.->' : '-->'} ${ids.get(to)}`);
  const style = lines.some((line) => line.endsWith(':::cycle')) ? ['  classDef cycle stroke:#c0392b,stroke-width:2px'] : [];
  return ['flowchart LR', ...lines, ...arrows, ...style, ''].join('\n');
}

/** File names are hostile too: whatever could end a label, or be markup in it, becomes a character code. */
function escapeLabel(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{M} ./@+~=,:_-]/gu, (char) => `#${char.codePointAt(0)};`);
}
