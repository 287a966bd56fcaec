import type { Clock } from '../clock.ts';
import { controlRoutes } from '../control.ts';
import { Faults } from '../faults.ts';
import { Life } from '../life.ts';
import { startProviderServer } from '../provider-server.ts';
import { fresh } from '../random.ts';
import { RequestLog } from '../request-log.ts';
import { Webhooks } from '../webhooks.ts';
import { Cache } from './cache.ts';
import { CONTROL_NAMES, createControl, type UnipileV2Control } from './control.ts';
import { somethingHappens } from './deeds.ts';
import { Endpoints } from './endpoints.ts';
import { errorReply, failureReply, missing, UnipileError } from './errors.ts';
import { RateLimits } from './limits.ts';
import { Pacing } from './pacing.ts';
import { accountRoutes } from './routes/accounts.ts';
import { applicantRoutes } from './routes/applicants.ts';
import { chatRoutes } from './routes/chats.ts';
import { messageRoutes } from './routes/messages.ts';
import { participantRoutes } from './routes/participants.ts';
import { reactionRoutes } from './routes/reactions.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { Routes } from './routing.ts';
import { seedWorld } from './seed.ts';
import type { Stage } from './stage.ts';
import { defaultSwitches } from './switches.ts';

/** Opens every door of the sandbox. Invented. */
export const API_KEY = 'sandbox-v2-bm90LWEtc2VjcmV0';

const BASE_PATH = '/v2';
const MAX_FILE_BYTES = 64_000_000;
const MINUTE = 60_000;

// The retry schedule is the simulator's own; 200 in 30 seconds is v1's rule (unipile-v2.md §8.2).
const WEBHOOK_RULES = {
  retryDelaysMs: [1000, 2000, 4000, 8000, 16_000],
  timeoutMs: 30_000,
  succeeded: (status: number) => status >= 200 && status < 300,
};

export interface UnipileV2Sandbox {
  /** Ends in /v2, without a slash. */
  baseUrl: string;
  apiKey: string;
  controlUrl: string;
  control: UnipileV2Control;
  close(): Promise<void>;
}

/** Starts Unipile v2 on loopback. Rejects if the port is taken; port 0 takes a free one. */
export async function startUnipileV2(options: {
  clock: Clock;
  life: boolean;
  port: number;
}): Promise<UnipileV2Sandbox> {
  const { clock } = options;
  const random = fresh();
  const webhooks = new Webhooks(clock, WEBHOOK_RULES);
  const endpoints = new Endpoints(webhooks);
  const faults = new Faults();
  const log = new RequestLog();
  const limits = new RateLimits();
  const stage: Stage = {
    world: seedWorld(clock.now()),
    switches: defaultSwitches(),
    clock,
    random: random.fork('life'),
    life: new Life(clock, random.fork('when'), options.life),
    cache: new Cache(clock),
    pacing: new Pacing(),
    baseUrl: '',
    tell: (event) => endpoints.tell(stage, event),
  };
  stage.life.habit(MINUTE, MINUTE, () => somethingHappens(stage));

  const routes = new Routes(stage, limits);
  webhookRoutes(routes, stage, endpoints, webhooks);
  accountRoutes(routes, stage);
  applicantRoutes(routes, stage);
  chatRoutes(routes, stage);
  participantRoutes(routes, stage);
  messageRoutes(routes, stage);
  reactionRoutes(routes, stage);

  function reset(): void {
    stage.world = seedWorld(clock.now());
    stage.switches = defaultSwitches();
    stage.cache.clear();
    stage.pacing.clear();
    limits.clear();
    endpoints.clear();
    faults.clear();
    webhooks.reset();
    log.clear();
  }
  const control = createControl({
    stage,
    endpoints,
    webhooks,
    faults,
    log,
    routeNames: routes.names(),
    reset,
  });

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
      if (key === undefined) throw new UnipileError('api/missing_authorization', 'X-API-KEY is missing.');
      if (key !== API_KEY) throw new UnipileError('api/expired_authorization', 'X-API-KEY is not valid.');
    },
    unknownRoute: ({ method, path }) => failureReply(missing(`The route ${method} ${path}`)),
    failure: failureReply,
    errorReply,
  });

  const origin = `http://127.0.0.1:${server.port}`;
  stage.baseUrl = origin + BASE_PATH;
  return {
    baseUrl: stage.baseUrl,
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
