import fc from 'fast-check';
import { advancePhase, decisiveHorizon, DEFAULT_RULE, isFiring, startPhase, type Judgement, type PhaseEvent, type PhaseState } from '../../src/alert';

const MINUTE = 60_000;

/** One judgement a minute; the phases and events that follow. */
function run(judgements: readonly Partial<Judgement>[]) {
  let state = startPhase(0);
  const events: PhaseEvent[] = [];
  const phases = judgements.map((judgement, minute) => {
    const advance = advancePhase(state, { at: minute * MINUTE, ready: true, breaching: false, ...judgement });
    state = advance.state;
    if (advance.event) events.push(advance.event);
    return state.phase;
  });
  return { state, events, phases };
}

const times = (count: number, judgement: Partial<Judgement>): Partial<Judgement>[] => Array.from({ length: count }, () => judgement);
/** P within the last of five horizons. */
const within2h = (p: number): Partial<Judgement> => ({ probabilities: [0, 0, 0, 0, p] });
const likely = { ...within2h(0.9), agreeing: 2 };

describe('advancePhase', () => {
  it('goes the whole way from no data to resolved, with one fire and one resolve', () => {
    const { phases, events, state } = run([
      { ready: false }, {},
      ...times(3, likely),
      ...times(4, { breaching: true }),
      ...times(20, {}),
      ...times(8, {}),
    ]);
    expect([...new Set(phases)]).toEqual(['insufficient_data', 'ok', 'pending', 'predicted', 'breaching', 'resolved']);
    expect(events).toEqual(['fire', 'escalate', 'resolve']);
    expect(state).toMatchObject({ phase: 'ok', incident: 1 });
  });

  it('does not fire for a prediction that does not hold, or that one model makes alone', () => {
    expect(run([likely, ...times(3, {})]).events).toEqual([]);
    expect(run(times(9, { ...within2h(0.99), agreeing: 1 })).events).toEqual([]);
    expect(run([likely, {}, likely, {}, likely]).phases.at(-1)).toBe('pending');
  });

  it('asks for less where the breach is near, and for one horizon alone', () => {
    expect(run(times(3, { probabilities: [0.45, 0.45, 0.45, 0.45, 0.45] })).events).toEqual(['fire']);
    // The newest values say enough of what is near; further away models have to agree.
    expect(run(times(3, { probabilities: [0.45, 0.45, 0.45, 0.45, 0.45], agreeing: 0 })).events).toEqual(['fire']);
    expect(run(times(3, { probabilities: [0.2, 0.9, 0.9, 0.9, 0.9], agreeing: 1 })).events).toEqual([]);
    expect(run(times(3, { probabilities: [0.2, 0.6, 0.6, 0.6, 0.7] })).events).toEqual([]);
    expect(run(times(3, { probabilities: [0.2, 0.66, 0.66, 0.66, 0.66] })).events).toEqual(['fire']);
    expect(run([...times(3, likely), ...times(17, { probabilities: [0.26, 0.3, 0.3, 0.3, 0.3] })]).events).toEqual(['fire']);
  });

  it('keeps firing through a pause, and takes a prediction back only when it is unlikely', () => {
    const { events, phases } = run([...times(3, likely), ...times(10, {}), likely, ...times(10, {})]);
    expect(events).toEqual(['fire']);
    expect(phases.at(-1)).toBe('predicted');
    expect(run([...times(3, likely), ...times(60, within2h(0.5))]).events).toEqual(['fire']);
    expect(run([...times(3, likely), ...times(17, within2h(0.2))]).events).toEqual(['fire', 'resolve']);
  });

  it('resolves a breach only once the value is back by more than the hysteresis', () => {
    const breach = times(2, { breaching: true });
    expect(run([...breach, ...times(60, { recovered: false })]).events).toEqual(['fire']);
    expect(run([...breach, ...times(17, { recovered: true })]).events).toEqual(['fire', 'resolve']);
  });

  it('lets a breach wait for its `for`', () => {
    const rule = { ...DEFAULT_RULE, breachingForMs: 2 * MINUTE };
    let state: PhaseState = startPhase(0);
    const phases = [0, 1, 2].map((minute) => (state = advancePhase(state, { at: minute * MINUTE, ready: true, breaching: true }, rule).state).phase);
    expect(phases).toEqual(['pending', 'pending', 'breaching']);
  });

  it('resolves a prediction whose data end', () => {
    const { events, state } = run([...times(3, likely), ...times(17, { ready: false })]);
    expect(events).toEqual(['fire', 'resolve']);
    expect(state.phase).toBe('insufficient_data');
  });

  it('fires and resolves in turn, whatever is judged', () => {
    const judgement = fc.record({
      ready: fc.boolean(),
      breaching: fc.boolean(),
      recovered: fc.option(fc.boolean(), { nil: undefined }),
      probabilities: fc.option(fc.array(fc.constantFrom(0, 0.2, 0.5, 0.8, 1), { maxLength: 6 }), { nil: undefined }),
      agreeing: fc.constantFrom(undefined, 0, 2, 5),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(judgement, fc.integer({ min: 0, max: 20 })), { maxLength: 120 }), (steps) => {
        let at = 0;
        let state = startPhase(0);
        let open = false;
        let fires = 0;
        for (const [judged, minutes] of steps) {
          at += minutes * MINUTE;
          const advance = advancePhase(state, { at, ...judged });
          if (advance.event === 'fire') {
            expect(open).toBe(false);
            open = true;
            fires += 1;
          } else if (advance.event !== undefined) expect(open).toBe(true);
          if (advance.event === 'resolve') open = false;
          state = advance.state;
          expect(isFiring(state)).toBe(open);
          expect(state.incident).toBe(fires);
          expect(JSON.parse(JSON.stringify(state))).toEqual(JSON.parse(JSON.stringify({ ...state })));
        }
      }),
    );
  });
});

test.each<[string, number[], number]>([
  ['the nearest that is likely', [0, 0.1, 0.7, 0.8, 0.9], 2],
  ['the nearest at its own level, though not likely', [0.42, 0.42, 0.45, 0.45, 0.45], 0],
  ['else the last', [0.1, 0.2, 0.2, 0.3, 0.4], 4],
  ['of a single one, that', [0.1], 0],
])('what is told of several horizons: %s', (_name, probabilities, index) => {
  expect(decisiveHorizon(probabilities, DEFAULT_RULE.fireAt)).toBe(index);
});
