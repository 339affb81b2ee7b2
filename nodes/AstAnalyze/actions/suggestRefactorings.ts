import type { Finding, RefactoringRequest } from '../../../src/index';
import { toJson } from '../../shared/answer';
import { readBase, readFlag, readObject, readOptions, readText, toNames, toNumber, toText } from '../../shared/parameters';
import type { ItemRun, Operation } from '../../shared/run';

const THRESHOLDS = ['functionLines', 'complexity', 'nesting', 'fileLines', 'fileDefinitions', 'fileUsers', 'duplicateLines', 'similarity'] as const;

/** What could be better, with patches where they are safe. */
export const suggestRefactorings: Operation = {
  async run(run) {
    const answer = await run.engine.suggestRefactorings(readRequest(run), run.options);
    const simple = readFlag(run, 'simple', true);
    const findings = answer.findings.map((finding) => (simple ? simplify(finding) : toJson(finding)));
    if (readText(run, 'output') === 'pack') return [{ json: toJson({ ...answer, findings }) }];
    if (findings.length > 0) return findings.map((json) => ({ json }));
    const { unsure, notChecked, steps } = answer;
    return [{ json: toJson({ results: 0, message: 'Nothing to suggest.', unsure, notChecked, steps }) }];
  },
};

function readRequest(run: ItemRun): RefactoringRequest {
  const options = readOptions(run);
  const rules = toNames(run.context.getNodeParameter('rules', run.itemIndex, []));
  const glob = toText(options.glob).trim();
  const limit = toNumber(run, options.maxEntries, 'Limit');
  const minConfidence = toNumber(run, options.minConfidence, 'Minimum Confidence');
  const given = readObject(run, 'thresholds', 'Thresholds');
  const thresholds = THRESHOLDS.flatMap((name) => {
    const value = toNumber(run, given[name], name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...readBase(run, options),
    path: readText(run, 'path').trim(),
    ...(rules.length > 0 && { rules: rules as RefactoringRequest['rules'] }),
    ...(glob !== '' && { pathGlob: glob }),
    ...(minConfidence !== undefined && { minConfidence }),
    ...(limit !== undefined && { limit }),
    ...(thresholds.length > 0 && { thresholds: Object.fromEntries(thresholds) }),
    includeTests: options.includeTests === true,
    diffs: options.patches !== false,
  };
}

/** The figures stay; what only orders findings goes. */
const simplify = ({ value: _value, ...finding }: Finding) => toJson(finding);
