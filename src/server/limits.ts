import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  Kind,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { requestError } from './errors.ts';

const maxDepth = 12;
const maxAliases = 30;

/** Throws QUERY_TOO_COMPLEX. Safe with fragments that spread themselves or multiply: each is measured once. */
export function requireSimpleShape(document: DocumentNode): void {
  requireOneOperation(document);
  requireFewAliases(document);
  const depth = depthOf(document);
  if (depth > maxDepth) {
    throw tooComplex(`The document is ${depth} levels deep; at most ${maxDepth} are allowed.`, {
      requestedDepth: depth,
      maxDepth,
    });
  }
}

function requireOneOperation(document: DocumentNode): void {
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length;
  if (operations > 1) {
    throw tooComplex(`The document has ${operations} operations; send one at a time.`, {
      requestedOperations: operations,
      maxOperations: 1,
    });
  }
}

function requireFewAliases(document: DocumentNode): void {
  let aliases = 0;
  visit(document, {
    Field(field) {
      if (field.alias !== undefined) aliases += 1;
    },
  });
  if (aliases > maxAliases) {
    throw tooComplex(`The document has ${aliases} aliases; at most ${maxAliases} are allowed.`, {
      requestedAliases: aliases,
      maxAliases,
    });
  }
}

function depthOf(document: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, number>();

  function ofFragment(name: string): number {
    const depth = known.get(name);
    if (depth !== undefined) return depth;
    // Met again while it is measured, it spreads itself: validation says so.
    known.set(name, 0);
    const measured = ofSelections(fragments.get(name)?.selectionSet);
    known.set(name, measured);
    return measured;
  }

  function ofSelections(selectionSet: SelectionSetNode | undefined): number {
    let deepest = 0;
    for (const selection of selectionSet?.selections ?? []) {
      let depth: number;
      if (selection.kind === Kind.FRAGMENT_SPREAD) depth = ofFragment(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) depth = ofSelections(selection.selectionSet);
      // The standard introspection query peels up to nine `ofType` off a type: wrappings, not levels.
      else depth = ofSelections(selection.selectionSet) + (selection.name.value === 'ofType' ? 0 : 1);
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  return Math.max(
    0,
    ...document.definitions.map((definition) =>
      'selectionSet' in definition ? ofSelections(definition.selectionSet) : 0,
    ),
  );
}

function tooComplex(message: string, numbers: Record<string, number>): GraphQLError {
  return requestError('QUERY_TOO_COMPLEX', message, numbers);
}
