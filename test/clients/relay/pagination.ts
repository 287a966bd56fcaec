import relay, {
  type ConcreteRequest,
  type Environment,
  type OperationType,
  type ReaderFragment,
  type Variables,
} from 'relay-runtime';

/**
 * What `usePaginationFragment` does, without React: reads the fragment from the store, asks for the next page by the
 * query that the compiler made for it, and reads again, until there is no next page.
 */
export async function loadToTheEnd<Data>(
  environment: Environment,
  query: ConcreteRequest,
  variables: OperationType['variables'] & { readonly count: number },
  /** Where in the query's answer the fragment is spread; empty: at the top. */
  path: readonly string[],
  fragment: ReaderFragment,
): Promise<Data> {
  const operation = relay.createOperationDescriptor(query, variables);
  environment.retain(operation);
  await relay.fetchQuery(environment, query, variables).toPromise();
  const reference = relay.getValueAtPath(environment.lookup(operation.fragment).data, path);
  const selector = relay.getSingularSelector(fragment, reference);
  if (selector == null) throw new Error('There is nothing to page through.');

  const { connectionPathInFragmentData, identifierField, paginationRequest, paginationMetadata } =
    relay.getPaginationMetadata(fragment, 'loadToTheEnd()');
  for (;;) {
    const { data } = environment.lookup(selector);
    const { pageInfo } = relay.getValueAtPath(data, connectionPathInFragmentData) as Connection;
    if (!pageInfo.hasNextPage) return data as unknown as Data;
    const next: Variables = relay.getPaginationVariables(
      'forward',
      variables.count,
      pageInfo.endCursor,
      identifierField == null ? {} : { id: relay.getValueAtPath(data, [identifierField]) },
      {},
      paginationMetadata,
    );
    await relay.fetchQuery(environment, paginationRequest, next).toPromise();
  }
}

interface Connection {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
