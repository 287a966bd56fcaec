import { it } from 'vitest';
import { stopWithSockets } from './sigterm/run.ts';

it('SIGTERM: what is in flight is answered, sockets are closed with 1001, the process ends, and clients go on', async () => {
  await stopWithSockets(100);
}, 60_000);
