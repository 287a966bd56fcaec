import { openEventLog } from '../../src/events/log.ts';
import { openStore } from '../../src/store/open.ts';
import { silentLog } from '../store/silent-log.ts';
import { created } from './happenings.ts';

/** A process of its own that appends one event after the other and says which it has been promised. */
const [url = '', first = '', count = ''] = process.argv.slice(2);
const log = await openEventLog(await openStore(url, silentLog));
for (let number = Number(first); number < Number(first) + Number(count); number += 1) {
  await log.append('sales', [created(number)]);
  // Waited for, since what a killed process has not written yet is lost.
  await new Promise((resolve) => process.stdout.write(`message-${number}\n`, resolve));
}
