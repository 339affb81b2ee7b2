import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

/** What a workflow sees of an error: a code to branch on, what happened, and what to change. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly details?: IDataObject;
}

interface EngineErrorLike extends Failure {
  readonly name: 'EngineError';
}

/**
 * Whether something thrown is an EngineError. Compared by shape, because an error that crossed a
 * thread, or that a second copy of the engine made, is not `instanceof` ours.
 */
export function isEngineError(thrown: unknown): thrown is EngineErrorLike {
  const error = thrown as Partial<EngineErrorLike> | null;
  return error?.name === 'EngineError' && typeof error.code === 'string';
}

export function describeFailure(thrown: unknown): Failure {
  if (isEngineError(thrown)) {
    const { code, message, fix, details } = thrown;
    const hasDetails = details !== undefined && Object.keys(details).length > 0;
    return hasDetails ? { code, message, fix, details: { ...details } } : { code, message, fix };
  }
  const error = thrown as { message?: unknown; description?: unknown } | null;
  return {
    code: 'NODE_ERROR',
    message: typeof error?.message === 'string' ? error.message : String(thrown),
    fix: typeof error?.description === 'string' ? error.description : "Check the node's parameters.",
  };
}

/** The error that stops the node: n8n shows its description, the fix, below the message. */
export function toNodeError(
  context: IExecuteFunctions,
  thrown: unknown,
  itemIndex: number,
): NodeOperationError {
  const failure = describeFailure(thrown);
  if (thrown instanceof NodeOperationError) {
    thrown.context.itemIndex ??= itemIndex;
    return thrown;
  }
  const cause = thrown instanceof Error ? thrown : failure.message;
  const error = new NodeOperationError(context.getNode(), cause, {
    itemIndex,
    message: failure.message,
    description: failure.fix,
    type: failure.code,
  });
  // n8n replaces messages that mention a system error code such as EACCES by general ones.
  error.message = failure.message;
  return error;
}

/** The error as the `json` of an item, for Continue On Fail and for the error output. */
export function toErrorJson(thrown: unknown): IDataObject {
  return { error: { ...describeFailure(thrown) } };
}
