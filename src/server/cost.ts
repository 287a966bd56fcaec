import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';

const pageSize = { usual: 20, most: 100 };
const mostInboxes = 12;

export interface CostQuestion {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Coerced, with defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** How many accounts the viewer sees. */
  readonly accounts: number;
}

/**
 * How many nodes can come back: pages multiplied down the document, whatever @skip and @include say. Plain lists come
 * with their parent and count once. The document must be valid (no fragment spreads itself).
 */
export function costOf(question: CostQuestion): number {
  const { schema, operation, fragments, variables } = question;
  const ofFragments = new Map<string, number>();

  function ofSelections(selectionSet: SelectionSetNode | undefined, parent: GraphQLNamedType): number {
    let cost = 0;
    for (const selection of selectionSet?.selections ?? []) {
      if (selection.kind === Kind.FIELD) cost += ofField(selection, parent);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) cost += ofFragment(selection.name.value);
      else {
        const condition = selection.typeCondition?.name.value;
        cost += ofSelections(selection.selectionSet, typeNamed(condition) ?? parent);
      }
    }
    return cost;
  }

  /** Computed once, for a cost grows in proportion to where the fragment is spread. */
  function ofFragment(name: string): number {
    const known = ofFragments.get(name);
    if (known !== undefined) return known;
    const fragment = fragments.get(name);
    const type = typeNamed(fragment?.typeCondition.name.value);
    const cost = fragment && type ? ofSelections(fragment.selectionSet, type) : 0;
    ofFragments.set(name, cost);
    return cost;
  }

  function ofField(field: FieldNode, parent: GraphQLNamedType): number {
    const type = typeOfField(field.name.value, parent);
    if (type === null || !isCompositeType(type)) return 0;
    if (isConnection(type)) return ofConnection(field, type);
    const count = lengthOf(field, 'ids') ?? 1;
    // Which accounts could not answer is said once for a page, not once for each of its items.
    const own = isNode(type) && parent.name !== 'UnavailableAccount' ? 1 : 0;
    return count * (own + ofSelections(field.selectionSet, type));
  }

  /** A page that is asked for nothing but its size or cursors is fetched all the same. */
  function ofConnection(field: FieldNode, type: GraphQLNamedType): number {
    const size = sizeOfPage(field, type);
    return Math.max(size, size * ofSelections(field.selectionSet, type));
  }

  function sizeOfPage(field: FieldNode, type: GraphQLNamedType): number {
    const first = argument(field, 'first');
    const size = typeof first === 'number' ? Math.min(Math.max(first, 0), pageSize.most) : pageSize.usual;
    if (type.name === 'AccountConnection') return Math.min(size, question.accounts);
    if (type.name === 'InboxConnection') return Math.min(size, mostInboxes);
    return size;
  }

  function lengthOf(field: FieldNode, name: string): number | null {
    const value = argument(field, name);
    return Array.isArray(value) ? Math.min(value.length, pageSize.most) : null;
  }

  function argument(field: FieldNode, name: string): unknown {
    const value: ValueNode | undefined = field.arguments?.find((one) => one.name.value === name)?.value;
    return value && valueFromASTUntyped(value, variables);
  }

  function typeNamed(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : schema.getType(name);
  }

  function typeOfField(name: string, parent: GraphQLNamedType): GraphQLNamedType | null {
    if (!isObjectType(parent) && !isInterfaceType(parent)) return null;
    const definition = parent.getFields()[name];
    return definition ? getNamedType(definition.type) : null;
  }

  function isNode(type: GraphQLNamedType): boolean {
    if (type.name === 'Node') return true;
    if (isObjectType(type) || isInterfaceType(type)) {
      return type.getInterfaces().some(({ name }) => name === 'Node');
    }
    return isAbstractType(type) && schema.getPossibleTypes(type).some(isNode);
  }

  const root = schema.getRootType(operation.operation);
  return root ? ofSelections(operation.selectionSet, root) : 0;
}

function isConnection(type: GraphQLNamedType): boolean {
  return isObjectType(type) && type.name.endsWith('Connection') && 'pageInfo' in type.getFields();
}
