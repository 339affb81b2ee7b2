/** What users say of answers. Request and answer of Record Feedback. */
import type { RequestBase } from './api';

export const FEEDBACK_VERDICTS = ['useful', 'not_useful', 'needed'] as const;
export type FeedbackVerdict = (typeof FEEDBACK_VERDICTS)[number];

export interface FeedbackRequest extends RequestBase {
  /** The question, as it was asked. */
  readonly query?: string;
  /** `needed`: these files were really needed, shown or not. */
  readonly verdict?: FeedbackVerdict;
  /** Files that the verdict is about. */
  readonly paths?: readonly string[];
  /** Forget what was learnt of this workspace instead; nothing else is needed then. */
  readonly reset?: boolean;
}

export interface FeedbackAnswer {
  readonly workspace: string;
  /** Events that this request added. */
  readonly recorded: number;
  /** Events that are known of the workspace now. */
  readonly known: number;
  /** Events that a reset has forgotten. */
  readonly forgotten: number;
  readonly warnings: readonly string[];
}
