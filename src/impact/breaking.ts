/** Which changes of a definition's head break code that uses it. */
import type { FileFacts, ParameterFact, SymbolFact } from '../kernel';
import { isPublic } from './surface';

/** Languages in which callers may name the arguments. */
const NAMED_ARGUMENTS = new Set(['python', 'kotlin', 'swift', 'csharp', 'ruby', 'scala', 'php']);
/** Object types that others build: a new part that must be there breaks them. */
const SHAPES = new Set<SymbolFact['kind']>(['interface', 'type']);
const RECEIVERS = new Set(['self', 'cls', 'this', '&self', '&mut self', 'mut self']);

/** Why a changed head breaks callers, most grave first; empty when it does not. Both heads belong to `name`. */
export function breaksOf(before: { facts: FileFacts; index: number }, after: { facts: FileFacts; index: number }): string[] {
  if (!isPublic(before.facts, before.index)) return [];
  const old = before.facts.symbols[before.index]!;
  const now = after.facts.symbols[after.index]!;
  if (!isPublic(after.facts, after.index)) return [`${old.name} is no longer exported`];
  const kind = kindBreak(old, now);
  if (kind !== undefined) return [kind];
  return [
    ...nameBreaks(old, now),
    ...parameterBreaks(old, now, before.facts.language),
    ...typeBreaks(old, now),
    ...modifierBreaks(old, now),
    ...heritageBreaks(old, now),
  ];
}

/** Why a new definition breaks others; only a required member of a type that others build does. */
export function addedBreaks(facts: FileFacts, index: number): string | undefined {
  const symbol = facts.symbols[index]!;
  const parent = facts.symbols[symbol.parent];
  if (!parent || !isPublic(facts, index) || symbol.signature.includes('?')) return undefined;
  if (symbol.kind === 'property' && SHAPES.has(parent.kind)) return `objects made as ${parent.name} elsewhere lack the new required ${symbol.name}`;
  if (parent.kind === 'interface' || symbol.modifiers.includes('abstract')) return `types that implement ${parent.name} lack the new ${symbol.name}`;
  return undefined;
}

/** The head without blanks and closing marks. */
export const headOf = (symbol: SymbolFact): string => symbol.signature.replace(/\s+/g, ' ').replace(/[;,=\s]+$/, '');

/** What became something else has other parameters and types, too. */
function kindBreak(old: SymbolFact, now: SymbolFact): string | undefined {
  const group = (kind: SymbolFact['kind']): string => (kind === 'variable' || kind === 'constant' ? 'value' : kind);
  return group(old.kind) === group(now.kind) ? undefined : `it was a ${old.kind} and is a ${now.kind}`;
}

function nameBreaks(old: SymbolFact, now: SymbolFact): string[] {
  const reasons: string[] = [];
  if (old.name !== now.name) reasons.push(`it was renamed from ${old.name} to ${now.name}`);
  if (old.typeParameters.length !== now.typeParameters.length) reasons.push('its type parameters changed');
  return reasons;
}

function parameterBreaks(old: SymbolFact, now: SymbolFact, language: string): string[] {
  const before = old.parameters.filter(({ name }) => !RECEIVERS.has(name));
  const after = now.parameters.filter(({ name }) => !RECEIVERS.has(name));
  const reasons: string[] = [];
  const added = after.filter(({ name }) => !has(before, name));
  const removed = before.filter(({ name }) => !has(after, name));
  const renamedOnly = before.length === after.length && added.length === removed.length && before.every(({ name, type }, i) => name === after[i]!.name || type === after[i]!.type);
  if (renamedOnly) {
    if (added.length > 0 && NAMED_ARGUMENTS.has(language)) reasons.push(`the parameter ${removed[0]!.name} is now called ${added[0]!.name}, which callers may name`);
  } else {
    for (const { name, optional } of added) if (!optional && !isRest(name)) reasons.push(`the parameter ${name} was added without a default`);
    for (const { name } of removed) reasons.push(`the parameter ${name} was removed`);
  }
  const kept = before.filter(({ name }) => has(after, name)).map(({ name }) => name);
  const order = after.filter(({ name }) => has(before, name)).map(({ name }) => name);
  if (kept.join() !== order.join()) reasons.push('the order of its parameters changed');
  else if (added.some(({ name, optional }) => optional && isBeforeKept(after, name, kept)) && !renamedOnly) reasons.push('a parameter was added in front of others');
  for (const each of before) {
    const other = after.find(({ name }) => name === each.name);
    if (!other) continue;
    if (squeeze(each.type) !== squeeze(other.type) && other.type !== '') {
      reasons.push(`the type of ${each.name} changed from ${each.type || 'none'} to ${other.type}`);
    }
    if (each.optional && !other.optional) reasons.push(`the parameter ${each.name} must now be given`);
  }
  return reasons;
}

function typeBreaks(old: SymbolFact, now: SymbolFact): string[] {
  const [before, after] = [squeeze(old.returnType), squeeze(now.returnType)];
  if (before === after || (before === '' && after !== '')) return [];
  const what = now.parameters.length > 0 || ['function', 'method'].includes(now.kind) ? 'what it returns' : 'its type';
  return [`${what} changed from ${old.returnType} to ${now.returnType || 'none'}`];
}

function modifierBreaks(old: SymbolFact, now: SymbolFact): string[] {
  const came = now.modifiers.filter((modifier) => !old.modifiers.includes(modifier));
  const went = old.modifiers.filter((modifier) => !now.modifiers.includes(modifier));
  const reasons: string[] = [];
  // Where the type says it, too, one reason is enough.
  if (came.includes('async') && old.returnType === now.returnType) reasons.push('it is now asynchronous');
  if (went.includes('async') && old.returnType === now.returnType) reasons.push('it is no longer asynchronous');
  for (const modifier of ['static', 'default']) {
    if (came.includes(modifier)) reasons.push(`it is now ${modifier}`);
    if (went.includes(modifier)) reasons.push(`it is no longer ${modifier}`);
  }
  for (const modifier of ['abstract', 'final', 'sealed', 'readonly']) if (came.includes(modifier)) reasons.push(`it is now ${modifier}`);
  if (went.includes('open') || went.includes('virtual')) reasons.push('it can no longer be overridden');
  return reasons;
}

function heritageBreaks(old: SymbolFact, now: SymbolFact): string[] {
  const kept = new Set(now.heritage.map(({ name }) => name));
  return old.heritage.filter(({ name }) => !kept.has(name)).map(({ name, relation }) => `it no longer ${relation} ${name}`);
}

function isBeforeKept(after: readonly ParameterFact[], name: string, kept: readonly string[]): boolean {
  const at = after.findIndex((each) => each.name === name);
  return after.slice(at + 1).some((each) => kept.includes(each.name));
}

const has = (parameters: readonly ParameterFact[], name: string): boolean => parameters.some((each) => each.name === name);
const isRest = (name: string): boolean => /^(?:\.\.\.|\*|&)/.test(name);
const squeeze = (type: string): string => type.replace(/\s+/g, '');
