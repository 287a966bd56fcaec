import { it } from 'vitest';
import { stopWithSockets } from '../whole-way/sigterm/run.ts';

it('SIGTERM with 1,000 sockets and requests in flight', async () => {
  const took = await stopWithSockets(1_000);
  process.stdout.write(`1,000 sockets closed and the process gone after ${Math.round(took)} ms\n`);
});
