/** What the two sides of an engine thread say to each other. Everything here is structured-cloneable. */
import {
  EngineError,
  fromPlain,
  readServiceError,
  toPlain,
  type Asker,
  type EngineMethod,
  type PlainError,
  type Progress,
  type RepositoryAccess,
  type ServiceError,
} from '../kernel';
import { reasonOf } from './task';

/** What a caller keeps on its own side and the engine may ask it for. */
export type Question = 'isAllowed' | 'embedDocuments' | 'embedQuery' | 'rerank' | 'storeAdd' | 'storeSearch' | 'storeDelete';

/** Which options a caller gave. */
export interface Lent {
  readonly access: boolean;
  readonly embeddingModel?: string;
  readonly rerankerModel?: string;
  readonly vectorStoreName?: string;
  /** Data, so it is sent as it is. */
  readonly repository?: RepositoryAccess;
  readonly asker?: Asker;
  readonly progress: boolean;
}

export type ToEngine =
  | {
      readonly type: 'call';
      readonly call: number;
      readonly method: EngineMethod;
      readonly request: unknown;
      readonly lent: Lent;
    }
  | { readonly type: 'cancel'; readonly call: number }
  | ({ readonly type: 'answer'; readonly question: number } & Outcome)
  | { readonly type: 'close' };

export type FromEngine =
  | ({ readonly type: 'result'; readonly call: number } & Outcome)
  | {
      readonly type: 'ask';
      readonly call: number;
      readonly question: number;
      readonly what: Question;
      readonly argument: unknown;
    }
  | { readonly type: 'progress'; readonly call: number; readonly progress: Progress }
  | { readonly type: 'closed' };

export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: PlainThrown };

/** Foreign errors, such as those of an embedding service, keep their own words, and when to ask again. */
export type PlainThrown =
  | ({ readonly kind: 'engine' } & PlainError)
  | ({ readonly kind: 'other'; readonly name: string; readonly message: string } & ServiceError);

export function success(value: unknown): Outcome {
  return { ok: true, value };
}

export function failure(thrown: unknown): Outcome {
  return { ok: false, error: flatten(thrown) };
}

/** Ends a promise as the other side ended its own. */
export function settleWith(
  outcome: Outcome,
  resolve: (value: unknown) => void,
  reject: (error: Error) => void,
): void {
  if (outcome.ok) resolve(outcome.value);
  else reject(restore(outcome.error));
}

function restore(error: PlainThrown): Error {
  if (error.kind === 'engine') return fromPlain(error);
  const { kind: _, message, ...rest } = error;
  return Object.assign(new Error(message), rest);
}

function flatten(thrown: unknown): PlainThrown {
  if (thrown instanceof EngineError) return { kind: 'engine', ...toPlain(thrown) };
  const name = (thrown as { name?: unknown } | null | undefined)?.name;
  return {
    kind: 'other',
    name: typeof name === 'string' ? name : 'Error',
    message: reasonOf(thrown),
    ...readServiceError(thrown),
  };
}
