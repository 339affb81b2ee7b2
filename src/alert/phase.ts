/** The states of one alert, and how a judgement moves it. Pure: state in, state out. */
import type { AlertPhase } from '../kernel';

export type Phase = AlertPhase;

/** What was found out about a signal at one moment. */
export interface Judgement {
  /** ms since 1970; never before that of the judgement before. */
  readonly at: number;
  /** Whether there is enough data to say anything. */
  readonly ready: boolean;
  /** The breach is real by now: sustained beyond the threshold, or its error budget burns too fast. */
  readonly breaching: boolean;
  /** Back on the good side of the threshold by more than the hysteresis. Default: not breaching. */
  readonly recovered?: boolean;
  /** P(sustained breach) by horizon, ascending; absent without a forecast. */
  readonly probabilities?: readonly number[];
  /** Models whose path crosses the threshold. */
  readonly agreeing?: number;
}

export interface PhaseRule {
  /** By horizon the probability from which a breach is predicted; one of them is enough. */
  readonly fireAt: readonly number[];
  /** A prediction is taken back when no probability is this share of its level any more. */
  readonly clearBelow: number;
  /** Models that must agree, except about the nearest horizon, where the newest values say enough. */
  readonly agreeing: number;
  /** How long a prediction, or a breach, must hold before it fires (`for`). */
  readonly predictedForMs: number;
  readonly breachingForMs: number;
  /** How long it must be over before it resolves (`keep_firing_for`). */
  readonly keepFiringMs: number;
  /** How long the state `resolved` is shown. */
  readonly resolvedMs: number;
}

const MINUTE = 60_000;

/**
 * A level for each of 5, 15, 30, 60 and 120 minutes. What is near is told on less: most breaches of real
 * series come within minutes, when the values are already close, and a false alarm about them is over
 * soon. Chosen on real series with one source left out at a time (docs/monitoring.md).
 */
export const DEFAULT_RULE: PhaseRule = {
  fireAt: [0.4, 0.65, 0.65, 0.65, 0.75],
  clearBelow: 0.6,
  agreeing: 2,
  predictedForMs: MINUTE,
  breachingForMs: 0,
  keepFiringMs: 15 * MINUTE,
  resolvedMs: 5 * MINUTE,
};

/** Serialisable. `since` are moments in ms at which something began to hold without a break. */
export interface PhaseState {
  readonly phase: Phase;
  /** When the phase was entered. */
  readonly enteredAt: number;
  readonly predictedSince?: number;
  readonly breachingSince?: number;
  readonly overSince?: number;
  /** Counts fires: with the fingerprint, the identity of what is fired and resolved. */
  readonly incident: number;
}

export type PhaseEvent = 'fire' | 'escalate' | 'resolve';

export interface Advance {
  readonly state: PhaseState;
  /** At most one: `fire` on leaving calm, `escalate` from predicted to breaching, `resolve` once per fire. */
  readonly event?: PhaseEvent;
}

export const startPhase = (at: number): PhaseState => ({ phase: 'insufficient_data', enteredAt: at, incident: 0 });

export const isFiring = ({ phase }: Pick<PhaseState, 'phase'>): boolean => phase === 'predicted' || phase === 'breaching';

/** Moves `state` by one judgement. */
export function advancePhase(state: PhaseState, judgement: Judgement, rule: PhaseRule = DEFAULT_RULE): Advance {
  const timed = keepTimes(state, judgement, rule);
  return isFiring(state) ? advanceFiring(timed, judgement, rule) : advanceCalm(timed, judgement, rule);
}

/** Probability from which a breach is called likely. */
export const LIKELY = 0.5;

/** The largest probability in units of its level: from 1 on a breach is predicted. Horizons beyond the levels have the last one. */
function weigh(probabilities: readonly number[], levels: readonly number[]): number {
  return probabilities.reduce((most, p, i) => Math.max(most, p / levels[Math.min(i, levels.length - 1)]!), 0);
}

/**
 * Which of the horizons is told: the nearest one that is likely, or at the level it fires at; else the
 * last one, whose probability is the highest. Index into `probabilities`, which are not empty.
 */
export function decisiveHorizon(probabilities: readonly number[], fireAt: readonly number[]): number {
  const told = probabilities.findIndex((p, i) => p >= Math.min(LIKELY, fireAt[i] ?? LIKELY));
  return told < 0 ? probabilities.length - 1 : told;
}

function keepTimes(state: PhaseState, judgement: Judgement, rule: PhaseRule): PhaseState {
  const { at, ready, breaching, probabilities = [], agreeing = rule.agreeing } = judgement;
  const chance = weigh(probabilities, rule.fireAt);
  const near = weigh(probabilities.slice(0, 1), rule.fireAt);
  const predicted = ready && (near >= 1 || (chance >= 1 && agreeing >= rule.agreeing));
  const recovered = judgement.recovered ?? !breaching;
  const over = !breaching && (state.phase === 'breaching' ? recovered : !ready || chance < rule.clearBelow);
  return {
    ...state,
    predictedSince: predicted ? (state.predictedSince ?? at) : undefined,
    breachingSince: breaching ? (state.breachingSince ?? at) : undefined,
    overSince: over ? (state.overSince ?? at) : undefined,
  };
}

const held = (since: number | undefined, at: number, ms: number): boolean => since !== undefined && at - since >= ms;

function advanceCalm(state: PhaseState, { at, ready }: Judgement, rule: PhaseRule): Advance {
  const fire = (phase: Phase): Advance => ({
    state: { ...state, phase, enteredAt: at, overSince: undefined, incident: state.incident + 1 },
    event: 'fire',
  });
  if (held(state.breachingSince, at, rule.breachingForMs)) return fire('breaching');
  if (!ready) return { state: enter(state, 'insufficient_data', at) };
  if (held(state.predictedSince, at, rule.predictedForMs)) return fire('predicted');
  if (state.breachingSince !== undefined || state.predictedSince !== undefined) return { state: enter(state, 'pending', at) };
  const shown = state.phase === 'resolved' && at - state.enteredAt < rule.resolvedMs;
  return { state: shown ? state : enter(state, 'ok', at) };
}

function advanceFiring(state: PhaseState, { at }: Judgement, rule: PhaseRule): Advance {
  if (state.phase === 'predicted' && held(state.breachingSince, at, rule.breachingForMs)) {
    return { state: { ...state, phase: 'breaching', enteredAt: at, overSince: undefined }, event: 'escalate' };
  }
  if (!held(state.overSince, at, rule.keepFiringMs)) return { state };
  return { state: { ...state, phase: 'resolved', enteredAt: at, overSince: undefined }, event: 'resolve' };
}

const enter = (state: PhaseState, phase: Phase, at: number): PhaseState =>
  state.phase === phase ? state : { ...state, phase, enteredAt: at };
