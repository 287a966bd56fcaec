import type { Clock } from '../clock.ts';
import { controlRoutes } from '../control.ts';
import { Faults } from '../faults.ts';
import { Router } from '../http.ts';
import { Life } from '../life.ts';
import { startProviderServer } from '../provider-server.ts';
import { fresh } from '../random.ts';
import { RequestLog } from '../request-log.ts';
import { Webhooks } from '../webhooks.ts';
import { movableClock } from './clock.ts';
import { CONTROL_NAMES, createControl, type LinkedApiControl } from './control.ts';
import { checkCustomer, formOf, LINKED_API_TOKEN } from './customer.ts';
import { somethingHappens } from './deeds.ts';
import { errorReply, failureReply, LinkedApiError } from './errors.ts';
import { Jobs } from './jobs.ts';
import { Notices } from './notices.ts';
import { Pace } from './pace.ts';
import { RESULTS_PATH, Results } from './results.ts';
import { adminRoutes } from './routes/admin.ts';
import { conversationRoutes } from './routes/conversations.ts';
import { readingRoutes } from './routes/reading.ts';
import { webhookRoutes } from './routes/webhook.ts';
import { workflowRoutes } from './routes/workflows.ts';
import { type Cast, castOf, seedWorld } from './seed.ts';
import type { Stage } from './stage.ts';
import { defaultSwitches, type Switches } from './switches.ts';

const MINUTE = 60_000;
const MAX_FILE_BYTES = 1_000_000;

// Any 2xx acknowledges; up to 8 attempts with growing delays (linked-api.md §7.1), whose lengths are not documented.
const WEBHOOK_RULES = {
  retryDelaysMs: [1000, 2000, 4000, 8000, 16_000, 32_000, 64_000],
  timeoutMs: 30_000,
  succeeded: (status: number) => status >= 200 && status < 300,
};

export interface LinkedApiSandbox {
  /** Of the present form, without a slash; the seed's form is below `/account`. */
  baseUrl: string;
  linkedApiToken: string;
  /** One for each account: the first has Sales Navigator. */
  identificationTokens: string[];
  /** Whom a connection of the first account would follow. */
  cast: Cast;
  controlUrl: string;
  control: LinkedApiControl;
  close(): Promise<void>;
}

/** Starts Linked API, in all its forms, on loopback. Rejects if the port is taken; port 0 takes a free one. */
export async function startLinkedApi(options: {
  clock: Clock;
  life: boolean;
  port: number;
  switches?: Partial<Switches>;
}): Promise<LinkedApiSandbox> {
  const clock = movableClock(options.clock);
  const random = fresh();
  const webhooks = new Webhooks(clock, WEBHOOK_RULES);
  const notices = new Notices(webhooks);
  const adminPace = new Pace();
  const faults = new Faults();
  const log = new RequestLog();
  const stage: Stage = {
    world: seedWorld(clock.now()),
    switches: { ...defaultSwitches(), ...options.switches },
    clock,
    random: random.fork('life'),
    life: new Life(clock, random.fork('when'), options.life),
    tell: (event) => notices.tell(stage, event),
  };
  stage.life.habit(MINUTE, MINUTE, () => somethingHappens(stage));

  const jobs = new Jobs(stage);
  const results = new Results(stage, webhooks);
  const routes = new Router();
  workflowRoutes(routes, stage, jobs);
  readingRoutes(routes, stage);
  conversationRoutes(routes, stage, jobs, results);
  adminRoutes(routes, stage);
  webhookRoutes(routes, stage, notices);

  function reset(): void {
    stage.world = seedWorld(clock.now());
    stage.switches = { ...defaultSwitches(), ...options.switches };
    notices.endpoint = null;
    adminPace.clear();
    results.clear();
    jobs.clear();
    faults.clear();
    webhooks.reset();
    log.clear();
  }
  const control = createControl({ stage, jobs, webhooks, faults, log, routeNames: routes.names(), reset });

  const server = await startProviderServer({
    port: options.port,
    basePath: '',
    routes,
    controlRoutes: controlRoutes(control, CONTROL_NAMES),
    clock,
    faults,
    log,
    maxFileBytes: MAX_FILE_BYTES,
    authorize(request) {
      const isOpen = stage.switches.openResultLinks && request.path.startsWith(RESULTS_PATH);
      if (!isOpen) checkCustomer(request);
      if (request.path.startsWith('/admin/')) adminPace.take(clock.now());
    },
    unknownRoute({ path }) {
      return failureReply(
        new LinkedApiError('routeNotFound', 'There is no such route.', formOf(path)),
        false,
      );
    },
    failure: (error) => failureReply(error, stage.switches.errorsWithStatus200),
    errorReply,
  });

  const baseUrl = `http://127.0.0.1:${server.port}`;
  return {
    baseUrl,
    linkedApiToken: LINKED_API_TOKEN,
    identificationTokens: stage.world.accounts.map(({ identificationToken }) => identificationToken),
    cast: castOf(stage.world),
    controlUrl: `${baseUrl}/control`,
    control,
    async close() {
      stage.life.run(false);
      await server.close();
      await webhooks.close();
    },
  };
}
