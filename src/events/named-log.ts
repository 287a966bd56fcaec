import type { Names } from '../messaging/names.ts';
import type { EventLog } from './log.ts';

/** The log, in front of which messages get the ids that were given out first: whoever appends appends here. */
export function namedLog<Log extends EventLog>(log: Log, names: Pick<Names, 'nameEvents'>): Log {
  return {
    ...log,
    append: async (connectionId, events) =>
      log.append(connectionId, await names.nameEvents(connectionId, events)),
  };
}
