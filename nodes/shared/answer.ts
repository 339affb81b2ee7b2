import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { ContextItem, ContextPack, RankedResult, SearchAnswer } from '../../src/index';
import type { ItemRun } from './run';

export type OutputForm = 'items' | 'pack' | 'text';
type Answer = ContextPack | SearchAnswer;
type Piece = ContextItem | RankedResult;

export interface OutputWish {
  readonly form: OutputForm;
  /** Leave out what explains scores rather than code. */
  readonly simple: boolean;
}

/** An answer in the form that the user chose; an answer without results still says so. */
export function toItems(run: ItemRun, answer: Answer, wish: OutputWish): INodeExecutionData[] {
  return markLowQuality(run, answer, itemsOf(answer, wish));
}

/** Says so in the editor, and to the runner, which may have an output for it. */
export function markLowQuality(run: ItemRun, answer: Answer, items: INodeExecutionData[]): INodeExecutionData[] {
  hintLowQuality(run, answer);
  if (answer.quality.lowQuality) items.forEach((item) => run.outputs.set(item, 1));
  return items;
}

function itemsOf(answer: Answer, wish: OutputWish): INodeExecutionData[] {
  const pieces = listPieces(answer);
  if (wish.form === 'pack') return [{ json: toPackJson(answer, wish.simple) }];
  if (wish.form === 'text') return [{ json: toTextJson(answer, pieces) }];
  if (pieces.length === 0) return [{ json: toEmptyJson(answer) }];
  return pieces.map((piece, index) => ({ json: toPieceJson(answer, piece, index + 1, wish.simple) }));
}

/** The answer as one object; simplified, it is the same without the inner workings of the scores. */
export function toPackJson(answer: Answer, simple: boolean): IDataObject {
  if (!simple) return toJson(answer);
  const { features: _features, ...quality } = answer.quality;
  const pieces =
    'items' in answer
      ? { items: answer.items.map(simplifyPiece) }
      : { results: answer.results.map(simplifyPiece) };
  return toJson({ ...answer, quality, ...pieces });
}

function toPieceJson(answer: Answer, piece: Piece, rank: number, simple: boolean): IDataObject {
  const { score, lowQuality } = answer.quality;
  const common = { rank, ...(simple ? simplifyPiece(piece) : piece), mode: answer.mode.mode };
  if (simple) return toJson({ ...common, quality: score, lowQuality });
  const { reasons, confidence } = answer.mode;
  return toJson({ ...common, quality: score, lowQuality, query: answer.query, reasons, confidence });
}

/** What a prompt or an agent needs, without saying the code twice. */
function toTextJson(answer: Answer, pieces: readonly Piece[]): IDataObject {
  const { score, lowQuality, advice } = answer.quality;
  return toJson({
    text: 'text' in answer ? answer.text : '',
    references: pieces.map(({ path, startLine, endLine }) => `${path}:${startLine}-${endLine}`),
    ...('tokens' in answer && { tokens: answer.tokens }),
    mode: answer.mode.mode,
    quality: score,
    lowQuality,
    ...(advice.length > 0 && { advice }),
  });
}

function toEmptyJson(answer: Answer): IDataObject {
  const { query, mode, quality } = answer;
  return toJson({
    results: 0,
    message: 'Nothing was found for this query.',
    query,
    mode: mode.mode,
    reasons: mode.reasons,
    quality: quality.score,
    lowQuality: quality.lowQuality,
    advice: quality.advice,
  });
}

function hintLowQuality(run: ItemRun, answer: Answer): void {
  const { lowQuality, score, advice } = answer.quality;
  if (!lowQuality) return;
  run.context.addExecutionHints({
    message: [`The needed code may not be in the result (quality ${score.toFixed(2)}).`, ...advice].join(' '),
    type: 'info',
    location: 'outputPane',
  });
}

function listPieces(answer: Answer): readonly Piece[] {
  return 'items' in answer ? answer.items : answer.results;
}

function simplifyPiece(piece: Piece): Record<string, unknown> {
  const { why: _why, ...rest } = piece;
  if (!('hash' in rest)) return rest;
  const { hash: _hash, ...shown } = rest;
  return shown;
}

/** The engine's answers are plain data; n8n's type for it knows no readonly. */
export function toJson(value: object): IDataObject {
  return value as IDataObject;
}
