import { Lexer, Source, TokenKind } from 'graphql';
import { requestError } from './errors.ts';

export const maxTokens = 2_000;
/** Brackets within brackets of a document: 12 levels of fields, and what arguments and introspection need. */
const maxBrackets = 64;
/** Objects and lists within each other of variables. */
const maxVariableDepth = 64;

const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Counts before anything recursive (parser, validation) sees the document. Throws QUERY_TOO_COMPLEX, or a syntax error
 * where it holds what is no token.
 */
export function requireReadableSize(document: string): void {
  const lexer = new Lexer(new Source(document));
  let depth = 0;
  for (let tokens = 0; lexer.advance().kind !== TokenKind.EOF; tokens += 1) {
    if (tokens === maxTokens) {
      throw requestError('QUERY_TOO_COMPLEX', `A document has at most ${maxTokens} tokens.`, { maxTokens });
    }
    if (opening.has(lexer.token.kind)) depth += 1;
    if (closing.has(lexer.token.kind)) depth -= 1;
    if (depth > maxBrackets) {
      throw requestError('QUERY_TOO_COMPLEX', 'The document is nested too deeply.', { maxBrackets });
    }
  }
}

/** Throws BAD_USER_INPUT where the variables are nested so deeply that what reads them could run out of stack. */
export function requireShallow(variables: unknown): void {
  let level: unknown[] = [variables];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxVariableDepth) {
      throw requestError('BAD_USER_INPUT', `Variables are nested at most ${maxVariableDepth} levels deep.`, {
        maxDepth: maxVariableDepth,
      });
    }
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
}
