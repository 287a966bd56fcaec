import { type DestinationStream, pino } from 'pino';
import type { Log } from '../messaging/log.ts';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One line of JSON per entry. Message texts, keys and bodies are never given to it; what looks like one is left out all the same. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    redact: {
      paths: [
        'authorization',
        'apiKey',
        'secret',
        'token',
        'text',
        'body',
        'headers',
        'query',
        'variables',
      ].flatMap((name) => [name, `*.${name}`]),
      remove: true,
    },
    serializers: { error: describeError, err: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Type, message and stack of an error and of its causes; other members may hold anything. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack, cause } = error;
  return { type: name, message, stack, ...(cause !== undefined && { cause: describeError(cause) }) };
}
