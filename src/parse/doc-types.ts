/** Types that JavaScript declares in comments: `@typedef` and `@callback`. */
import { ts } from 'ts-morph';
import type { ParameterFact } from '../kernel';
import type { Declaration } from './declaration';
import { headOf } from './head';

type TypeTag = ts.JSDocTypedefTag | ts.JSDocCallbackTag;

const SCRIPTS: ReadonlySet<string> = new Set(['javascript', 'jsx']);
const TAGS = /@(?:typedef|callback)\b/;
/** What ends a tag's text beside its own: the next line's star, the end of the comment. */
const TRAIL = /[\s*]+$/;

/** Whether comments have to be parsed: it takes time, and TypeScript declares nothing in them. */
export const hasDocTypes = (text: string, language: string): boolean => SCRIPTS.has(language) && TAGS.test(text);

/** The types that comments in front of a node declare. The parser may lay one comment to several nodes. */
export function docTypesOf(node: ts.Node): TypeTag[] {
  const { jsDoc } = node as { jsDoc?: readonly ts.JSDoc[] };
  return jsDoc?.flatMap(({ tags }) => tags?.filter((tag): tag is TypeTag => ts.isJSDocTypedefTag(tag) || ts.isJSDocCallbackTag(tag)) ?? []) ?? [];
}

/** Where no name is written, the variable behind the comment gives it: it is a definition already. */
export function describeDocType(tag: TypeTag, source: ts.SourceFile): Declaration | undefined {
  const { name } = tag;
  if (!name || name.text === '') return undefined;
  const owners = ownersOf(tag.fullName);
  return {
    name: name.text,
    ...(owners.length > 0 ? { owner: owners.join('.') } : {}),
    kind: 'type',
    node: tag,
    nameNode: name,
    details: tag,
    headEnd: name.end,
    end: tag.pos + source.text.slice(tag.pos, tag.end).replace(TRAIL, '').length,
    // The compiler lets others name it, but no statement exports it, and what names it stands in comments.
    exported: false,
  };
}

/** `A` and `B` of `@typedef {…} A.B.C`. */
function ownersOf(full: ts.JSDocNamespaceBody | undefined): string[] {
  const names: string[] = [];
  for (let at: ts.Node | undefined = full; at && ts.isModuleDeclaration(at); at = at.body) names.push(at.name.text);
  return names;
}

/** What a callback takes and gives, as its tags write it. */
export function docSignatureOf(tag: TypeTag, source: ts.SourceFile): { parameters: readonly ParameterFact[]; returnType: string } {
  const signature = ts.isJSDocCallbackTag(tag) ? tag.typeExpression : undefined;
  const typeOf = (written: ts.JSDocTypeExpression | undefined): string => (written ? plain(headOf(source, written.type, written.type.end)) : '');
  return {
    parameters: (signature?.parameters ?? []).flatMap((each) =>
      ts.isJSDocParameterTag(each) && ts.isIdentifier(each.name) ? [{ name: each.name.text, type: typeOf(each.typeExpression), optional: each.isBracketed }] : [],
    ),
    returnType: signature?.type && ts.isJSDocReturnTag(signature.type) ? typeOf(signature.type.typeExpression) : '',
  };
}

/** Without the stars that begin lines of a comment. */
export const plain = (head: string): string => head.replace(/ \*(?= )/g, '');
