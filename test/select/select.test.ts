import fc from 'fast-check';
import { CONCRETE_MODES } from '../../src/kernel';
import { parseQuery } from '../../src/query';
import { chosen, decideOn, groundsFor, type Evidence } from '../../src/select';

const NOTHING: Evidence = { places: 0, definedNames: 0, hasStructure: true };
const select = (text: string, evidence: Partial<Evidence> = {}) => decideOn(groundsFor(parseQuery(text), { ...NOTHING, ...evidence }));

test.each(CONCRETE_MODES)('%s stays what the caller chose', (mode) => {
  expect(chosen(mode)).toEqual({ requested: mode, mode, confidence: 1, reasons: ['the caller chose it'], cached: false });
});

test.each([
  ['parseUrl', { definedNames: 1 }, 'ast', 'known symbol'],
  ['src/a.ts:12', { places: 1 }, 'ast', 'file and line'],
  ['where is parseUrl defined', { definedNames: 1 }, 'ast_first', 'where a known symbol is defined'],
  ['who calls parseUrl?', { definedNames: 1 }, 'ast', 'who uses a known symbol'],
  ['Error: x\n    at f (src/a.ts:1:2)', { places: 1 }, 'ast_first', 'stack trace'],
  ['how do we handle retries of failed jobs', {}, 'parallel', 'behaviour in prose'],
  ['pauses between attempts of jobs', {}, 'parallel', 'words have to tell'],
  ['parseUrl drops the port of long hosts', { definedNames: 1 }, 'parallel', 'mixes known symbols with prose'],
  ['???', {}, 'parallel', 'nothing in it tells'],
])('%j with %j is answered by %s', (text, evidence, mode, reason) => {
  const decision = select(text, evidence);
  expect(decision.mode).toBe(mode);
  expect(decision.reasons.join('; ')).toContain(reason);
});

test('structure is never the only way where there is none', () => {
  for (const text of ['parseUrl', 'src/a.ts:12', 'where is parseUrl defined', 'how do retries work']) {
    const { mode, reasons } = select(text, { hasStructure: false });
    expect(mode).not.toBe('ast');
    expect(reasons).toContain('no file here has parsed structure');
  }
});

test('any text gives a mode, a confidence from a half to one, and reasons; an equal question an equal answer', () => {
  const evidence = fc.record({ places: fc.nat(5), definedNames: fc.nat(5), hasStructure: fc.boolean() });
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), evidence, (text, given) => {
      const decision = select(text, given);
      expect(CONCRETE_MODES).toContain(decision.mode);
      expect(decision.confidence).toBeGreaterThanOrEqual(0.5);
      expect(decision.confidence).toBeLessThanOrEqual(1);
      expect(decision.reasons.length).toBeGreaterThan(0);
      expect(decision.scores![decision.mode]).toBe(Math.max(...Object.values(decision.scores!)));
      expect(select(text, given)).toEqual(decision);
    }),
  );
});

test('the grounds tell apart what is decided differently, and not more', () => {
  const grounds = (text: string, evidence: Partial<Evidence> = {}) => groundsFor(parseQuery(text), { ...NOTHING, ...evidence });
  expect(grounds('how are retries counted')).toBe(grounds('why is the balance rounded'));
  expect(grounds('parseUrl', { definedNames: 1 })).toBe(grounds('parseUrl', { definedNames: 3 }));
  expect(grounds('parseUrl', { definedNames: 1 })).not.toBe(grounds('parseUrl'));
});
