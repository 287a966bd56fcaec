import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { RequestErrors, requestError } from './errors.ts';
import { requireSimpleShape } from './limits.ts';
import { maxTokens, requireReadableSize } from './nesting.ts';

const maxValidationErrors = 10;
/** Characters of documents that are remembered, so that a client's few queries are checked once. */
const remembered = 2_000_000;

/** A document that may be run, as far as that can be said without variables and viewer. */
export interface CheckedDocument {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

export interface Documents {
  /** Throws GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED (at most ten), QUERY_TOO_COMPLEX or BAD_USER_INPUT. */
  check(text: string, operationName: string | null): CheckedDocument;
}

export function createDocuments(schema: GraphQLSchema, introspection: boolean): Documents {
  const checked = new LRUCache<string, CheckedDocument>({
    maxSize: remembered,
    sizeCalculation: (_, text) => text.length + 1,
  });
  const rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];

  function read(text: string): CheckedDocument {
    const document = parseDocument(text);
    requireSimpleShape(document);
    const errors = validate(schema, document, rules, {
      maxErrors: maxValidationErrors,
      // "Did you mean" would tell the schema to who may not see it.
      hideSuggestions: !introspection,
    });
    if (errors.length > 0) {
      throw new RequestErrors(
        errors.slice(0, maxValidationErrors).map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')),
      );
    }
    return { document, operation: operationOf(document), fragments: fragmentsOf(document) };
  }

  return {
    check(text, operationName) {
      const known = checked.get(text) ?? read(text);
      checked.set(text, known);
      if (operationName !== null && operationName !== (known.operation.name?.value ?? '')) {
        throw requestError('BAD_USER_INPUT', 'The document has no operation of that operationName.');
      }
      return known;
    },
  };
}

function parseDocument(text: string): DocumentNode {
  try {
    requireReadableSize(text);
    return parse(text, { maxTokens });
  } catch (error) {
    if (error instanceof GraphQLError && error.extensions.code === undefined) {
      throw withCode(error, 'GRAPHQL_PARSE_FAILED');
    }
    throw error;
  }
}

function operationOf(document: DocumentNode): OperationDefinitionNode {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw requestError('BAD_USER_INPUT', 'The document has no operation.');
  return operation;
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { code },
  });
}
