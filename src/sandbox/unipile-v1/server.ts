import type { Clock } from '../clock.ts';
import { controlRoutes } from '../control.ts';
import { Faults } from '../faults.ts';
import { Router } from '../http.ts';
import { Life } from '../life.ts';
import { startProviderServer } from '../provider-server.ts';
import { fresh } from '../random.ts';
import { RequestLog } from '../request-log.ts';
import { Webhooks } from '../webhooks.ts';
import { answer, liveOn } from './alive.ts';
import { CONTROL_NAMES, createControl, type UnipileV1Control } from './control.ts';
import { errorReply, failureReply, notFound, UnipileError } from './errors.ts';
import { Hooks } from './hooks.ts';
import { Ids } from './ids.ts';
import { accountRoutes } from './routes/accounts.ts';
import { attendeeRoutes } from './routes/attendees.ts';
import { chatRoutes } from './routes/chats.ts';
import { messageRoutes } from './routes/messages.ts';
import { sendRoutes } from './routes/send.ts';
import { startChatRoutes } from './routes/start-chat.ts';
import { userRoutes } from './routes/users.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { seedWorld } from './seed/seed.ts';
import type { Stage } from './stage.ts';
import { defaultSwitches } from './switches.ts';
import type { Message } from './world/message.ts';

/** Opens every door of the sandbox; shaped as the vendor's: two base64 strings joined by a dot. Invented. */
export const API_KEY = 'cGFybGV5LXNhbmRib3g=.bm90LWEtc2VjcmV0LWp1c3QtYS1zYW5kYm94LWtleQ==';

const BASE_PATH = '/api/v1';
const MAX_FILE_BYTES = 26_214_400;
const MINUTE = 60_000;

// Five retries with growing delays (unipile-v1.md §6.5); how long they are is not documented.
const WEBHOOK_RULES = {
  retryDelaysMs: [5000, 30_000, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE],
  timeoutMs: 30_000,
  succeeded: (status: number) => status === 200,
};

export interface UnipileV1Sandbox {
  /** Ends in /api/v1, without a slash. */
  baseUrl: string;
  apiKey: string;
  /** The controls over HTTP: `POST {controlUrl}/inbound` and so on. */
  controlUrl: string;
  control: UnipileV1Control;
  close(): Promise<void>;
}

/** Starts Unipile v1 on loopback. Rejects if the port is taken; port 0 takes a free one. */
export async function startUnipileV1(options: {
  clock: Clock;
  life: boolean;
  port: number;
}): Promise<UnipileV1Sandbox> {
  const { clock } = options;
  const random = fresh();
  const webhooks = new Webhooks(clock, WEBHOOK_RULES);
  const hooks = new Hooks(webhooks);
  const faults = new Faults();
  const log = new RequestLog();
  const stage: Stage = {
    world: seedWorld(clock.now()),
    switches: defaultSwitches(),
    clock,
    ids: new Ids(random.fork('ids')),
    random: random.fork('life'),
    life: new Life(clock, random.fork('when'), options.life),
    uploads: [],
    tell: (event) => hooks.tell(stage, event),
  };

  const routes = unipileRoutes(stage, hooks);
  function reset(): void {
    stage.world = seedWorld(clock.now());
    stage.switches = defaultSwitches();
    stage.uploads = [];
    hooks.clear();
    faults.clear();
    webhooks.reset();
    log.clear();
    stage.life.restart();
  }
  const control = createControl({ stage, hooks, webhooks, faults, log, routeNames: routes.names(), reset });
  liveOn(stage);

  const server = await startProviderServer({
    port: options.port,
    basePath: BASE_PATH,
    routes,
    controlRoutes: controlRoutes(control, CONTROL_NAMES),
    clock,
    faults,
    log,
    maxFileBytes: MAX_FILE_BYTES,
    authorize({ headers }) {
      const key = headers['x-api-key'];
      if (key === undefined) throw new UnipileError('missing_credentials', 'X-API-KEY is missing.');
      if (key !== API_KEY) throw new UnipileError('invalid_credentials', 'X-API-KEY is not known.');
    },
    unknownRoute: ({ method, path }) => failureReply(notFound(`Route ${method} ${path}`)),
    failure: failureReply,
    errorReply,
  });

  const origin = `http://127.0.0.1:${server.port}`;
  return {
    baseUrl: origin + BASE_PATH,
    apiKey: API_KEY,
    controlUrl: `${origin}/control`,
    control,
    async close() {
      stage.life.run(false);
      await server.close();
      await webhooks.close();
    },
  };
}

function unipileRoutes(stage: Stage, hooks: Hooks): Router {
  const answered = (message: Message) => answer(stage, message);
  const router = new Router();
  chatRoutes(router, stage);
  startChatRoutes(router, stage, answered);
  sendRoutes(router, stage, answered);
  messageRoutes(router, stage, answered);
  attendeeRoutes(router, stage);
  accountRoutes(router, stage);
  userRoutes(router, stage);
  webhookRoutes(router, stage, hooks);
  return router;
}
