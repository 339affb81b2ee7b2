/**
 * The engine as nodes and the CLI see it: asynchronous, and every request and answer serialises, so
 * that the same interface is served in process, by a thread, or one day by another machine.
 */
import type { ASTAnalysisManager } from './ast-api';
import { ALERT_METHODS, type AlertEvent, type AlertItem, type AlertManager } from './alert-api';
import { MONITORING_METHODS, type MonitoringManager } from './monitor-api';
import type { VectorStoreProvider } from './vector-store-api';
import type { FeedbackAnswer, FeedbackRequest } from './feedback-api';
import type { RepositoryAccess, SourceRequest } from './source-api';
import type { ContextItem, DeclarationOutline, Mode, ModeDecision, QualityScore, RankedResult, SkippedFile, Step } from './types';

/** Which code a request is about: a folder, or a source that is read into memory. */
export interface WorkspaceRef {
  /** Absolute path of the folder; needed unless there is a `source`. */
  readonly root?: string;
  readonly source?: SourceRequest;
  /** Name under which the index is kept; default: the root's real path, the URL or the archive's name. */
  readonly workspace?: string;
  /** Only files that match one of these (.gitignore syntax); default: all. */
  readonly include?: readonly string[];
  /** Leave out files that match one of these (.gitignore syntax). */
  readonly exclude?: readonly string[];
}

export type SettingsOverrides = Readonly<Record<string, unknown>>;

export interface RequestBase extends WorkspaceRef {
  /** Settings that rule over the settings file for this request, as a nested object of its keys. */
  readonly settings?: SettingsOverrides;
  /** Who asks, for the metrics: a bounded label such as `hybridContext`; default `api`. */
  readonly caller?: string;
  /** Id of the n8n workflow that asks, for the metrics. */
  readonly workflow?: string;
}

export interface SyncRequest extends RequestBase {
  /** Forget the index first. */
  readonly rebuild?: boolean;
}

export interface SyncReport {
  readonly workspace: string;
  readonly files: number;
  readonly chunks: number;
  readonly symbols: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
  readonly skipped: readonly SkippedFile[];
  /** How many files were skipped in all; `skipped` lists the first 100. */
  readonly skippedCount: number;
  /** Files with parse errors or invalid UTF-8: indexed, but perhaps not whole. */
  readonly problems: readonly { readonly path: string; readonly detail: string }[];
  readonly embedding: { readonly model: string; readonly dimensions: number };
  readonly vectorBackend: string;
  /** Of a Git source: the commit that was indexed. */
  readonly commit?: string;
  readonly notes: readonly string[];
  readonly durationMs: number;
}

/** Which results are wanted; what does not fit is left out before anything is ranked. The index holds it all the same. */
export interface ResultFilter {
  /** Only results in files that match one of these (.gitignore syntax). */
  readonly paths?: readonly string[];
  /** Only files of these languages, such as `typescript`. */
  readonly languages?: readonly string[];
  /** Only code of these kinds, such as `function`; `lines` is what belongs to no symbol. */
  readonly kinds?: readonly RankedResult['kind'][];
}

export interface SearchRequest extends RequestBase {
  readonly query: string;
  readonly mode?: Mode;
  /** 1..100; default 10. The order of results does not depend on it. */
  readonly limit?: number;
  /** Where the caller already is: raises what is near, and answers file:line questions. */
  readonly filePath?: string;
  readonly line?: number;
  readonly filter?: ResultFilter;
  /** `check` (default) looks for changed files first; `none` trusts the index as it is. */
  readonly refresh?: 'check' | 'none';
}

export type Timings = Readonly<Record<string, number>>;

interface AnswerBase {
  readonly query: string;
  readonly mode: ModeDecision;
  readonly quality: QualityScore;
  readonly steps: readonly Step[];
  readonly workspace: {
    readonly name: string;
    readonly files: number;
    readonly chunks: number;
    readonly skippedCount: number;
    readonly vectorBackend: string;
    readonly embeddingModel: string;
    /** Of a Git source: the commit that the answer is about. */
    readonly commit?: string;
  };
  readonly timings: Timings;
  readonly latencyMs: number;
}

export interface SearchAnswer extends AnswerBase {
  readonly results: readonly RankedResult[];
}

export interface ContextRequest extends SearchRequest {
  /** Never exceeded by `text`; default 4,000 tokens (o200k). */
  readonly budgetTokens?: number;
  /** How `text` is written; default `markdown`. */
  readonly format?: TextFormat;
}

export type TextFormat = 'markdown' | 'xml' | 'json';

/** What was taken out of the code of an answer, or made visible in it. Line numbers stay as they are. */
export interface Redactions {
  /** Secrets in `items`, `outlines` and `text`. */
  readonly secrets: number;
  /** How many of each kind, such as `github-token`. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Invisible characters (bidi controls, zero-width, control characters) that are shown by their number. */
  readonly invisible: number;
}

export interface ContextPack extends AnswerBase {
  /** Best first. Secrets are taken out of their code. */
  readonly items: readonly ContextItem[];
  /** Declarations beside them, for the rest of the budget. */
  readonly outlines: readonly DeclarationOutline[];
  /** Items and outlines, by file and line, rendered for a reader or a model, within the budget. */
  readonly text: string;
  readonly format: TextFormat;
  readonly redactions: Redactions;
  readonly tokens: number;
  readonly budgetTokens: number;
}

/** Something that happened and wants code beside it. Unknown fields pass through untouched. */
export interface ActionItem {
  readonly type?: string;
  readonly text?: string;
  readonly filePath?: string;
  readonly line?: number;
  readonly [field: string]: unknown;
}

export interface EnrichRequest extends Omit<ContextRequest, 'query' | 'filePath' | 'line'> {
  readonly action: ActionItem;
}

export type EnrichedAction = ActionItem & { readonly context: ContextPack };

export interface EvaluateRequest {
  /** How far back to look; default 60 minutes. */
  readonly windowMs?: number;
  readonly settings?: SettingsOverrides;
  /** Who asks, to be told of every alert that ended until it is confirmed; see `takeNotifications`. Without it, of none. */
  readonly consumer?: string;
  /** The `cursor` of a report that the consumer has for sure: what it was told then is not told again. */
  readonly confirmed?: number;
}

export type Severity = 'ok' | 'warning' | 'critical' | 'insufficient_data';

export interface SignalStatus {
  readonly signal: 'latency_p95' | 'quality' | 'error_rate' | 'cache_hit_rate' | 'memory' | 'cpu' | 'index_lag';
  readonly severity: Severity;
  /** ms, ratio or bytes, by signal; absent when there is no data. */
  readonly value?: number;
  readonly warning: number;
  readonly critical: number;
  readonly samples: number;
  readonly message: string;
}

export interface AlertReport {
  /** The worst of the signals and of the alerts that fire and are not silenced. */
  readonly severity: Severity;
  /** The window against the thresholds. */
  readonly signals: readonly SignalStatus[];
  /** What fires: breaches that hold, and predicted ones. Gravest first. */
  readonly alerts: readonly AlertItem[];
  /** Alerts that ended and that the consumer has not confirmed. */
  readonly resolved: readonly AlertEvent[];
  /** What to confirm once `resolved` arrived; absent without a consumer. */
  readonly cursor?: number;
  readonly runs: number;
  readonly windowMs: number;
  readonly evaluatedAt: number;
}

/** Answers which absolute paths may be read. The engine asks in batches, for every file. */
export interface PathAccess {
  isAllowed(paths: readonly string[]): Promise<boolean[]>;
}

/** Any LangChain `Embeddings`, reduced to what the engine needs. */
export interface EmbeddingProvider {
  readonly model: string;
  embedDocuments(texts: string[]): Promise<number[][]>;
  embedQuery(text: string): Promise<number[]>;
}

/** Any LangChain document compressor that scores, such as n8n's Reranker sub-nodes, reduced to what the engine needs. */
export interface RerankProvider {
  readonly model: string;
  /** One score for each document, higher for better; undefined for those that it left out. */
  rerank(query: string, documents: readonly string[]): Promise<readonly (number | undefined)[]>;
}

export interface Progress {
  readonly stage: 'list' | 'analyze' | 'embed';
  readonly done: number;
  readonly total: number;
}

/** What a caller lends the engine for one call. These stay on the caller's side of a thread. */
/** Who asks, where the request itself has no fields for it. */
export interface Asker {
  readonly caller?: string;
  /** Id of the n8n workflow. */
  readonly workflow?: string;
  /** It is part of a run that is on record itself, and is not recorded by itself. */
  readonly isPart?: boolean;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** For the record of runs, of questions that are not about code. */
  readonly asker?: Asker;
  /** Default: everything below the root. */
  readonly access?: PathAccess;
  /** Default: the built-in offline embedding. */
  readonly embeddings?: EmbeddingProvider;
  /** Holds the vectors of the index, which is another one then than without; default: the engine's memory. */
  readonly vectorStore?: VectorStoreProvider;
  /** Orders the first results anew; default: nobody does. */
  readonly reranker?: RerankProvider;
  /** Default: no signing in. */
  readonly repository?: RepositoryAccess;
  readonly onProgress?: (progress: Progress) => void;
}

type Watching = MonitoringManager & AlertManager;
/** As an engine has it: every call takes options. */
type Monitoring = {
  readonly [M in keyof Watching]: (request: Parameters<Watching[M]>[0], options?: CallOptions) => ReturnType<Watching[M]>;
};

export interface Engine extends ASTAnalysisManager, Monitoring {
  syncIndex(request: SyncRequest, options?: CallOptions): Promise<SyncReport>;
  search(request: SearchRequest, options?: CallOptions): Promise<SearchAnswer>;
  getContext(request: ContextRequest, options?: CallOptions): Promise<ContextPack>;
  enrichAction(request: EnrichRequest, options?: CallOptions): Promise<EnrichedAction>;
  /** Teaches the ranking of this workspace; the one thing that is written besides metrics and alerts. */
  recordFeedback(request: FeedbackRequest, options?: CallOptions): Promise<FeedbackAnswer>;
  evaluate(request: EvaluateRequest, options?: CallOptions): Promise<AlertReport>;
  /** Ends workers and frees memory. Later calls fail with ENGINE_CLOSED. */
  close(): Promise<void>;
}

/** Methods of `ASTAnalysisManager` that the engine has. */
export const STRUCTURE_METHODS = [
  'analyzeFile',
  'findSymbol',
  'structuralContext',
  'analyzeWorkspace',
  'traverse',
  'mapDependencies',
  'searchStructure',
  'findReferences',
  'findCallers',
  'findCallees',
  'findImplementations',
  'resolveStackTrace',
  'impactOfChange',
  'findSimilar',
  'suggestRefactorings',
] as const satisfies readonly (keyof ASTAnalysisManager)[];

export const ENGINE_METHODS = [
  'syncIndex',
  'search',
  'getContext',
  'enrichAction',
  ...STRUCTURE_METHODS,
  ...MONITORING_METHODS,
  ...ALERT_METHODS,
  'recordFeedback',
  'evaluate',
] as const satisfies readonly (keyof Engine)[];
export type EngineMethod = (typeof ENGINE_METHODS)[number];
