import type { Log } from '../../src/messaging/log.ts';

/** For tests that look at other things than the log. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
