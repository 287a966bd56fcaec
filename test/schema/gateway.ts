import { type ExecutionResult, execute, parse, validate } from 'graphql';
import { type OwnedEventLog, openEventLog } from '../../src/events/log.ts';
import { openPlaces } from '../../src/events/places.ts';
import type { AccountPort } from '../../src/messaging/provider.ts';
import { openOutbox } from '../../src/outbox/outbox.ts';
import type { Context, Upload } from '../../src/schema/context.ts';
import { schema } from '../../src/schema/index.ts';
import { admitUpload } from '../../src/schema/scalar/file.ts';
import { subscribe } from '../../src/schema/subscribe.ts';
import type { Store } from '../../src/store/store.ts';
import { memoryStore } from '../events/happenings.ts';
import { silentLog } from '../store/silent-log.ts';
import { contextOf, type World } from './world.ts';

/** The schema over a real outbox, event log and places; only the accounts are played. */
export interface Gateway {
  readonly events: OwnedEventLog;
  /** A context of its own, as each operation and each event has. */
  context(over?: Omit<Partial<World>, 'ports'>): Context;
  /** Runs a mutation with one input and answers its result, which must not be a top-level error. */
  mutate(name: string, input: object, selection?: string): Promise<Record<string, unknown>>;
  run(query: string, variables: object, context?: Context): Promise<ExecutionResult>;
  /** A subscription as a test reads it. `contexts` has every context that was made for an event. */
  listen(query: string, variables?: object, over?: ListenOptions): Promise<Listener>;
}

export interface ListenOptions {
  readonly start?: Context;
  readonly fresh?: (left: AbortSignal) => Promise<Context>;
}

export interface Listener {
  next(): Promise<ExecutionResult>;
  /** The one field of the next answer. */
  event(): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

export async function openGateway(ports: readonly AccountPort[], store?: Store): Promise<Gateway> {
  const opened = store ?? (await memoryStore());
  const outbox = openOutbox(opened, { log: silentLog });
  const events = await openEventLog(opened);
  const places = openPlaces(opened.key('event'));

  const context: Gateway['context'] = (over = {}) => ({
    ...contextOf({ ports, ...over }),
    outbox,
    events,
    places,
  });

  const run: Gateway['run'] = async (query, variables, contextValue = context()) =>
    execute({ schema, document: checked(query), variableValues: { ...variables }, contextValue });

  return {
    events,
    context,
    run,
    async mutate(name, input, selection = '') {
      const result = await run(mutation(name, selection), { input });
      if (result.errors) throw new Error(JSON.stringify(result.errors.map((error) => error.stack)));
      return result.data?.[name] as Record<string, unknown>;
    },
    async listen(query, variables = {}, { start = context(), fresh = async () => context() } = {}) {
      const answers = await subscribe(
        { schema, document: checked(query), variableValues: { ...variables }, contextValue: start },
        fresh,
      );
      if (!(Symbol.asyncIterator in answers)) {
        throw answers.errors?.[0]?.originalError ?? new Error(JSON.stringify(answers.errors));
      }
      const next = async () => {
        const step = await answers.next();
        if (step.done) throw new Error('The subscription has ended.');
        return step.value;
      };
      return {
        next,
        async event() {
          const { data, errors } = await next();
          if (errors) throw new Error(errors.map((error) => error.stack).join('\n'));
          return Object.values(data ?? {})[0] as Record<string, unknown>;
        },
        async stop() {
          await answers.return?.();
        },
      };
    },
  };
}

function checked(query: string) {
  const document = parse(query);
  const invalid = validate(schema, document);
  if (invalid.length > 0) throw new Error(invalid.map(String).join('\n'));
  return document;
}

/** A mutation that shows everything about what went wrong, and of the payload what is asked for. */
export function mutation(name: string, selection = ''): string {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return `mutation ($input: ${type}Input!) {
    ${name}(input: $input) {
      __typename
      ... on ${type}Payload { done: __typename ${selection} }
      ... on Error { code detail }
      ... on InvalidInputError { field }
      ... on NotFoundError { field }
      ... on NotSupportedError { field }
      ... on AccountError { account { name } }
      ... on RateLimitedError { retryAt }
      ... on ProviderError { providerType providerStatus }
    }
  }`;
}

export function upload(over: Partial<Upload> = {}): Upload {
  return admitUpload({
    path: '/nowhere/upload',
    filename: 'picture.png',
    mimeType: 'image/png',
    sizeBytes: 500,
    sha256: 'aa'.repeat(32),
    ...over,
  });
}
