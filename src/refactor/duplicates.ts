/** Definitions that say the same: one of them would do. */
import { findDuplicates, isTestPath, type FoundDuplicates, type Pause } from '../analyze';
import { beyond, count, type Draft, type RuleScope } from './draft';
import { isShapeWanted } from './large-code';

const PLACES_MAX = 20;

/** Groups of which findings are wanted for at least one member; `complete` is false when not all was compared. */
export async function duplicatesToMerge(scope: RuleScope, pause: Pause): Promise<{ drafts: Draft[]; complete: boolean }> {
  const { similarity, duplicateLines } = scope.thresholds;
  const { groups, complete } = await findDuplicates(scope.view, { minSimilarity: similarity }, pause);
  const drafts = groups.flatMap((group) => {
    const members = group.members.filter(({ path, startLine, endLine }) => endLine - startLine + 1 >= duplicateLines && (scope.includeTests || !isTestPath(path)));
    return members.length > 1 && members.some(({ path }) => isShapeWanted(path, scope)) ? [describe(scope, { ...group, members })] : [];
  });
  return { drafts, complete };
}

function describe(scope: RuleScope, { match, similarity, members }: FoundDuplicates['groups'][number]): Draft {
  const [first, ...others] = members as [typeof members[number], ...typeof members];
  const files = new Set(members.map(({ path }) => path)).size;
  const lines = others.reduce((sum, { startLine, endLine }) => sum + endLine - startLine + 1, 0);
  const alike = match === 'identical' ? 'the same code' : match === 'renamed' ? 'the same code but for names and values' : `nearly the same code (${Math.round(similarity * 100)} %)`;
  return {
    rule: 'duplicate',
    path: first.path,
    symbol: first.symbol,
    startLine: first.startLine,
    endLine: first.endLine,
    message: `${first.symbol} and ${count(others.length, 'other definition')} have ${alike}: merging them saves about ${count(lines, 'line')}.`,
    evidence: { match, similarity, members: members.length, files, lines },
    why: 'A mistake in one of them is in all of them, and is likely to be corrected in only one.',
    effort: match !== 'similar' && members.length <= 3 ? 'small' : 'medium',
    confidence: match === 'identical' ? 0.95 : match === 'renamed' ? 0.8 : 0.6,
    magnitude: beyond(lines, scope.thresholds.duplicateLines),
    places: others.slice(0, PLACES_MAX).map(({ path, symbol, startLine, endLine }) => ({ path, symbol, startLine, endLine })),
  };
}
