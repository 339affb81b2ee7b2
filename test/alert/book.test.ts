import fc from 'fast-check';
import {
  acknowledge, addSilence, confirm, emptyBook, endSilence, evaluateBook, fingerprint, pendingFor, postpone, subscribe,
  type AlertBook, type AlertInput, type Judgement,
} from '../../src/alert';

const MINUTE = 60_000;
const RULE = { predictedForMs: 0, keepFiringMs: 0, resolvedMs: 0 };
const LIKELY = { probabilities: [0.9], agreeing: 3 };

function input(at: number, judgement: Partial<Judgement>, more: Partial<AlertInput> = {}): AlertInput {
  return {
    rule: 'latency', signal: 'latency_p95', severity: 'critical', labels: { workspace: 'shop' }, phaseRule: RULE, ...more,
    judgement: { at, ready: true, breaching: false, ...judgement },
  };
}

const kinds = (book: AlertBook) => book.outbox.map(({ kind, alert }) => `${kind} ${alert.rule}`);

/** One evaluation a minute of each list of inputs, with nothing delivered in between. */
function play(rounds: readonly ((at: number) => readonly AlertInput[])[], from = emptyBook(), first = 0) {
  return rounds.reduce((book, round, i) => evaluateBook(book, round((first + i) * MINUTE), (first + i) * MINUTE), from);
}

const one = (judgement: Partial<Judgement>, more?: Partial<AlertInput>) => (at: number) => [input(at, judgement, more)];

describe('fingerprint', () => {
  it('does not depend on the order of labels, but on every one of them', () => {
    expect(fingerprint('r', { a: '1', b: '2' })).toBe(fingerprint('r', { b: '2', a: '1' }));
    const all = [fingerprint('r', { a: '1' }), fingerprint('r', { a: '2' }), fingerprint('r', {}), fingerprint('s', { a: '1' }), fingerprint('r', { 'a","1': '' })];
    expect(new Set(all).size).toBe(all.length);
    expect(all[0]).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('evaluateBook', () => {
  it('tells of a fire, its escalation and its end once each, with keys that stay the same', () => {
    const book = play([one({}), one(LIKELY), one(LIKELY), one({ breaching: true }), one({ breaching: true }), one({}), one({}), one({})]);
    expect(kinds(book)).toEqual(['fire latency', 'escalate latency', 'resolve latency']);
    const again = play([one({}), one(LIKELY), one(LIKELY), one({ breaching: true }), one({ breaching: true }), one({}), one({}), one({})]);
    expect(again.outbox.map(({ key }) => key)).toEqual(book.outbox.map(({ key }) => key));
    const next = play([one({ breaching: true })], book, 10);
    expect(next.outbox.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(book.outbox.map(({ key }) => key)).not.toContain(next.outbox[3]!.key);
  });

  it('survives being written down at any moment', () => {
    const rounds = [one({}), one(LIKELY), one({ breaching: true }), one({}), one({})];
    const written = rounds.reduce(
      (book, round, i) => JSON.parse(JSON.stringify(evaluateBook(book, round(i * MINUTE), i * MINUTE))) as AlertBook,
      emptyBook(),
    );
    expect(kinds(written)).toEqual(kinds(play(rounds)));
  });

  it('lets a breach inhibit predictions about the same, and critical a warning', () => {
    const both = (at: number) => [
      input(at, LIKELY, { rule: 'soon' }),
      input(at, { breaching: true }, { rule: 'now' }),
      input(at, { breaching: true }, { rule: 'early', severity: 'warning' }),
      input(at, LIKELY, { rule: 'elsewhere', labels: { workspace: 'blog' } }),
    ];
    const book = play([both]);
    expect(kinds(book)).toEqual(['fire now', 'fire elsewhere']);
    const after = play([(at) => [input(at, LIKELY, { rule: 'soon' }), input(at, {}, { rule: 'now' }), input(at, {}, { rule: 'early', severity: 'warning' })]], book, 1);
    expect(kinds(after)).toEqual(['fire now', 'fire elsewhere', 'fire soon', 'resolve now']);
  });

  it('lets no warning that came true keep quiet that something graver is likely', () => {
    const book = play([(at) => [input(at, { breaching: true }, { rule: 'early', severity: 'warning' }), input(at, LIKELY, { rule: 'soon' })]]);
    expect(kinds(book)).toEqual(['fire early', 'fire soon']);
    const other = play([(at) => [input(at, { breaching: true }, { rule: 'now' }), input(at, LIKELY, { rule: 'early', severity: 'warning' })]]);
    expect(kinds(other)).toEqual(['fire now']);
  });

  it('is quiet while silenced, then tells what still fires; an end is told even in silence', () => {
    const silence = { id: 's1', matches: { workspace: 'shop', severity: 'critical' }, until: 3 * MINUTE, by: 'ann' };
    const silenced = addSilence(emptyBook(), silence, 0);
    const quiet = play([one({ breaching: true }), one({ breaching: true })], silenced);
    expect(kinds(quiet)).toEqual([]);
    expect(kinds(play([one({})], quiet, 2))).toEqual([]);
    const loud = play([one({ breaching: true }), one({ breaching: true })], quiet, 2);
    expect(kinds(loud)).toEqual(['fire latency']);
    expect(loud.silences).toEqual([]);
    const muted = addSilence(loud, { ...silence, until: 99 * MINUTE }, 4 * MINUTE);
    expect(kinds(play([one({}), one({})], muted, 5))).toEqual(['fire latency', 'resolve latency']);
  });

  it('repeats what nobody acknowledged', () => {
    const evaluate = (book: AlertBook, minute: number) =>
      evaluateBook(book, [input(minute * MINUTE, { breaching: true })], minute * MINUTE, { repeatMs: 10 * MINUTE });
    let book = evaluate(evaluate(emptyBook(), 0), 10);
    expect(kinds(book)).toEqual(['fire latency', 'repeat latency']);
    book = acknowledge(book, book.outbox[0]!.alert.fingerprint, 'ann', 11 * MINUTE);
    book = evaluate(evaluate(book, 20), 40);
    expect(book.outbox).toHaveLength(2);
    expect(Object.values(book.entries)[0]!.acknowledged).toMatchObject({ by: 'ann', incident: 1 });
  });

  it('forgets calm alerts that are no longer evaluated', () => {
    const book = evaluateBook(emptyBook(), [input(0, {})], 0);
    expect(Object.keys(evaluateBook(book, [], 8 * 24 * 60 * MINUTE).entries)).toEqual([]);
  });

  it('refuses what cannot be acknowledged or silenced', () => {
    const calm = evaluateBook(emptyBook(), [input(0, {})], 0);
    expect(() => acknowledge(calm, Object.keys(calm.entries)[0]!, 'ann', 1)).toThrow('not firing');
    expect(() => acknowledge(calm, '__proto__', 'ann', 1)).toThrow('not firing');
    expect(() => addSilence(calm, { id: 's', matches: {}, until: Infinity, by: 'ann' }, 0)).toThrow('silence');
    expect(() => addSilence(calm, { id: 's', matches: {}, until: 5, by: 'ann' }, 5)).toThrow('silence');
    expect(() => endSilence(calm, 's')).toThrow('no silence');
    expect(endSilence(addSilence(calm, { id: 's', matches: {}, until: 9, by: 'ann' }, 5), 's').silences).toEqual([]);
  });

  it('tells each fire before its one end, whatever happens, and never twice the same key', () => {
    const step = fc.record({
      minutes: fc.integer({ min: 1, max: 30 }),
      judgements: fc.array(fc.record({ ready: fc.boolean(), breaching: fc.boolean(), probabilities: fc.constantFrom([0], [0.2], [0.9]) }), { minLength: 3, maxLength: 3 }),
      silence: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let book = emptyBook();
        let now = 0;
        const told: { key: string; kind: string; alert: { fingerprint: string } }[] = [];
        for (const { minutes, judgements, silence } of steps) {
          now += minutes * MINUTE;
          if (silence) book = addSilence(book, { id: 's', matches: { rule: 'r1' }, until: now + 20 * MINUTE, by: 'x' }, now);
          const inputs = judgements.map((judgement, i) => input(now, judgement, { rule: `r${i}`, severity: i === 2 ? 'warning' : 'critical' }));
          book = evaluateBook(book, inputs, now);
          told.push(...book.outbox.filter(({ key }) => !told.some((other) => other.key === key)));
        }
        const open = new Map<string, boolean>();
        for (const { kind, alert } of told) {
          expect(open.get(alert.fingerprint) ?? false).toBe(kind !== 'fire');
          open.set(alert.fingerprint, kind !== 'resolve');
        }
        for (const entry of Object.values(book.entries)) {
          if (open.get(entry.fingerprint)) expect(['predicted', 'breaching']).toContain(entry.state.phase);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('consumers', () => {
  const story = () => play([one({ breaching: true }), one({}), one({})], subscribe(emptyBook(), 'early', 0));
  const kindsFor = (book: AlertBook, name: string, now = 0) => pendingFor(book, name, now).map(({ kind }) => kind);

  it('each get everything since they are known, until they confirm it', () => {
    const book = subscribe(story(), 'late', 0);
    expect([kindsFor(book, 'early'), kindsFor(book, 'late'), kindsFor(book, 'stranger'), kindsFor(book, '__proto__')]).toEqual([['fire', 'resolve'], [], [], []]);
    const half = confirm(book, 'early', 1, 5);
    expect(kindsFor(half, 'early')).toEqual(['resolve']);
    expect(confirm(half, 'early', 1, 6)).toBe(half);
    expect(confirm(half, 'stranger', 1, 6)).toBe(half);
    expect(kindsFor(confirm(half, 'early', 99, 6), 'early')).toEqual([]);
    expect(confirm(half, 'early', 99, 6).consumers.early!.after).toBe(2);
    expect(kindsFor(subscribe(book, 'early', 9, true), 'early')).toEqual([]);
  });

  it('are known for as long as they ask', () => {
    const book = story();
    expect(subscribe(book, 'early', 5)).toBe(book);
    const day = 24 * 60 * MINUTE;
    expect(subscribe(book, 'early', day).consumers.early).toEqual({ after: 0, seenAt: day });
    expect(Object.keys(subscribe(book, 'late', 31 * day).consumers)).toEqual(['late']);
  });

  it('are tried again after longer and longer pauses, and then passed over', () => {
    let book = story();
    const pauses: number[] = [];
    for (let now = 0; kindsFor(book, 'early', now).length > 0 && pauses.length < 9; now = book.consumers.early!.retryAt ?? now) {
      book = postpone(book, 'early', 2, 4, now);
      expect(kindsFor(book, 'early', now)).toEqual([]);
      pauses.push((book.consumers.early!.retryAt ?? now) - now);
    }
    expect(pauses).toEqual([1, 2, 4, 0].map((minutes) => minutes * MINUTE));
    expect(book.consumers.early).toEqual({ after: 2, seenAt: 7 * MINUTE });
  });
});
