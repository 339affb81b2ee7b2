import type { FeedbackVerdict } from '../index';

/** The door exports types and few values; these are held to the engine's by their type. */
export const FEEDBACK_VERDICTS = ['useful', 'not_useful', 'needed'] as const satisfies readonly FeedbackVerdict[];
