/** What to do about what got worse: causes by what was measured, and changes of settings that can be taken back. */
import type { SettingsOverrides } from './api';
import type { LabelFilter } from './monitor-api';

export interface RecommendationsRequest {
  /** How far back to look, 10 minutes to 30 days; default one hour. The window before is what it is compared with. */
  readonly windowMs?: number;
  readonly filter?: LabelFilter;
  readonly settings?: SettingsOverrides;
}

export type AdviceUnit = 'ms' | 'share' | 'bytes' | 'count';

/** One measured value behind a recommendation: medians over the steps of the window and of the one before. */
export interface Evidence {
  /** Such as `stage embed`, `cache ast` or `queue depth`. */
  readonly name: string;
  readonly unit: AdviceUnit;
  readonly now?: number;
  readonly before?: number;
  /** How much worse, in robust standard deviations of the window before; negative for better. */
  readonly change?: number;
  /** The threshold that it is beyond, where that counts. */
  readonly limit?: number;
}

/** A value as the settings file writes it: `30m`, `512MB`, 4000, true. */
export type SettingValue = string | number | boolean;

export type AdviceAction =
  | { readonly kind: 'setting'; readonly key: string; readonly current: SettingValue; readonly value: SettingValue; readonly text: string }
  /** Something that settings cannot do. `operation` is one of the nodes' and the CLI's, where there is one. */
  | { readonly kind: 'operation'; readonly operation?: string; readonly text: string };

export interface Recommendation {
  /** Names cause, key and value: what `applyRecommendation` takes. */
  readonly id: string;
  readonly cause: string;
  readonly title: string;
  /** 0..1: how much the cause changed, and how much of what got worse it explains. */
  readonly score: number;
  /** `changed` against the window before, or `beyond_threshold` for as long as was looked. */
  readonly reason: 'changed' | 'beyond_threshold';
  /** The measure that names the cause first. */
  readonly evidence: readonly Evidence[];
  readonly action: AdviceAction;
  /** What is to be expected of the action. */
  readonly effect: string;
}

export interface RecommendationsAnswer {
  /** ms since 1970. */
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
  readonly state: 'ok' | 'insufficient_data';
  /** The most telling first. */
  readonly recommendations: readonly Recommendation[];
  /** Changes of settings that were made by `applyRecommendation`, the newest first. */
  readonly changes: readonly SettingsChange[];
  readonly message: string;
}

export interface ApplyRecommendationRequest {
  /** One of the two: a recommendation's id, or the id of a change to take back (`last` for the newest). */
  readonly id?: string;
  readonly undo?: string;
}

/** A change that was made to the settings file. */
export interface SettingsChange {
  readonly change: string;
  /** The recommendation's id. */
  readonly recommendation: string;
  readonly key: string;
  readonly before: SettingValue;
  readonly after: SettingValue;
  /** ms since 1970. */
  readonly at: number;
  readonly undone: boolean;
}

export interface ApplyRecommendationAnswer {
  readonly done: 'applied' | 'undone';
  readonly change: SettingsChange;
  readonly message: string;
}
