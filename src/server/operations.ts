import {
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getVariableValues,
  OperationTypeNode,
} from 'graphql';
import type { Log } from '../messaging/log.ts';
import type { Scope, Viewer } from '../messaging/viewer.ts';
import type { Context, Services } from '../schema/context.ts';
import type { FreshContext, subscribe } from '../schema/subscribe.ts';
import { beginCall, type OpenCall } from './calls.ts';
import { costOf } from './cost.ts';
import { createDocuments } from './documents.ts';
import { publicError, RequestErrors, requestError } from './errors.ts';
import type { Metrics } from './metrics.ts';
import { requireShallow } from './nesting.ts';
import type { ServerSettings } from './settings.ts';
import { createSlots } from './slots.ts';

/** Who asks, and for how long. */
export interface Caller {
  readonly viewer: Viewer;
  /** Aborts when the client leaves. */
  readonly left: AbortSignal;
}

export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** An operation that has passed every check and can be run. */
export interface PreparedOperation extends ExecutionArgs {
  readonly kind: OperationTypeNode;
  readonly caller: Caller;
}

/** The one way from a request to its answer, over HTTP and WebSocket alike: all is checked before anything is done. */
export interface Operations {
  /** Throws what publicErrors understands. */
  prepare(request: OperationRequest, caller: Caller): PreparedOperation;
  /** Runs a query or a mutation. Throws SERVER_BUSY. */
  execute(operation: PreparedOperation): Promise<ExecutionResult>;
  /** Answers, or the one answer that says why there will be none. */
  subscribe(operation: PreparedOperation): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>>;
}

export interface OperationsOptions {
  readonly schema: GraphQLSchema;
  readonly subscribe: typeof subscribe;
  readonly services: Services;
  readonly settings: Pick<ServerSettings, 'profile' | 'introspection' | 'limits' | 'timeouts'>;
  readonly metrics: Metrics;
  readonly log: Log;
}

const scopeFor: Record<OperationTypeNode, Scope> = {
  [OperationTypeNode.QUERY]: 'READ',
  [OperationTypeNode.SUBSCRIPTION]: 'READ',
  [OperationTypeNode.MUTATION]: 'SEND',
};

export function createOperations(options: OperationsOptions): Operations {
  const { schema, services, metrics, log } = options;
  const { profile, introspection, limits, timeouts } = options.settings;
  const documents = createDocuments(schema, introspection);
  const slots = createSlots(limits.concurrentOperations);

  function begin(operation: PreparedOperation, left: AbortSignal): OpenCall {
    const isMutation = operation.kind === OperationTypeNode.MUTATION;
    return beginCall({
      // What is being sent is sent to the end, whether or not somebody waits for the answer.
      left: isMutation ? null : left,
      seconds: isMutation ? timeouts.mutation : timeouts.query,
      upstreamCalls: limits.upstreamCalls,
    });
  }

  function contextOf(viewer: Viewer, call: OpenCall): Context {
    return { ...services, viewer, call };
  }

  /** As it leaves: errors that clients may see, and in the open profile what it cost. */
  function finish(operation: PreparedOperation, result: ExecutionResult, call: OpenCall): ExecutionResult {
    const errors = result.errors?.map((error) => publicError(error, log));
    const code = errors?.[0]?.extensions.code ?? 'OK';
    const { kind, caller } = operation;
    metrics.countOperation(kind, code);
    log.debug({ kind, viewer: caller.viewer.name, code, upstreamCalls: call.used }, 'Operation');
    return {
      ...result,
      ...(errors && { errors }),
      ...(profile === 'open' && { extensions: { ...result.extensions, upstream: { calls: call.used } } }),
    };
  }

  function prepare(request: OperationRequest, caller: Caller): PreparedOperation {
    const { document, operation, fragments } = documents.check(request.query, request.operationName ?? null);
    requireScope(caller.viewer, scopeFor[operation.operation]);
    const variableValues = request.variables ?? {};
    requireShallow(variableValues);
    const variables = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues, {
      maxErrors: 10,
      hideSuggestions: !introspection,
    });
    if (variables.errors) {
      throw new RequestErrors(variables.errors.map(({ message }) => requestError('BAD_USER_INPUT', message)));
    }
    requireAffordable(
      costOf({
        schema,
        operation,
        fragments,
        variables: variables.coerced,
        accounts: services.reading.accounts(caller.viewer).length,
      }),
      limits.cost,
    );
    return { schema, document, variableValues, kind: operation.operation, caller };
  }

  return {
    prepare,

    async execute(operation) {
      const leave = slots.enter(operation.caller.viewer.name);
      const call = begin(operation, operation.caller.left);
      const time = metrics.timeOperation(operation.kind);
      try {
        const contextValue = contextOf(operation.caller.viewer, call);
        return finish(operation, await execute({ ...operation, contextValue }), call);
      } finally {
        time();
        call.end();
        leave();
      }
    },

    async subscribe(operation) {
      const { caller } = operation;
      const start = beginCall({
        left: caller.left,
        seconds: timeouts.query,
        upstreamCalls: limits.upstreamCalls,
        abortsAtDeadline: false,
      });
      // graphql-js keeps one context for a whole subscription: each event gets its own here.
      let current = start;
      const freshContext: FreshContext = async (left) => {
        if (current !== start) current.end();
        current = begin(operation, left);
        return contextOf(caller.viewer, current);
      };
      const contextValue = contextOf(caller.viewer, start);
      const source = await options.subscribe({ ...operation, contextValue }, freshContext);
      if (!(Symbol.asyncIterator in source)) {
        start.end();
        return finish(operation, source, start);
      }
      const closed = metrics.openSubscription();
      const end = () => {
        closed();
        current.end();
        start.end();
      };
      return mapAnswers(source, (result) => finish(operation, result, current), caller.left, end);
    },
  };
}

/** Ends when the caller leaves too, and says so exactly once. */
function mapAnswers(
  source: AsyncIterableIterator<ExecutionResult>,
  map: (result: ExecutionResult) => ExecutionResult,
  left: AbortSignal,
  ended: () => void,
): AsyncIterableIterator<ExecutionResult> {
  let isOver = false;
  function over(): void {
    if (isOver) return;
    isOver = true;
    left.removeEventListener('abort', leave);
    ended();
  }
  async function end(): Promise<IteratorReturnResult<undefined>> {
    over();
    await source.return?.();
    return { done: true, value: undefined };
  }
  const leave = () => void end();
  if (left.aborted) leave();
  else left.addEventListener('abort', leave, { once: true });
  return {
    async next() {
      const step = await source.next();
      if (!step.done) return { done: false, value: map(step.value) };
      over();
      return { done: true, value: undefined };
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function requireScope(viewer: Viewer, scope: Scope): void {
  if (viewer.scopes.has(scope)) return;
  throw requestError('FORBIDDEN', `This credential lacks the scope ${scope}.`);
}

function requireAffordable(requestedCost: number, maxCost: number): void {
  if (requestedCost <= maxCost) return;
  throw requestError(
    'QUERY_TOO_COMPLEX',
    `The operation asks for up to ${requestedCost} nodes; at most ${maxCost} are allowed. Ask for smaller pages.`,
    { requestedCost, maxCost },
  );
}
