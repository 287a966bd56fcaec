import type { Fault, Faults } from './faults.ts';
import { json, Router } from './http.ts';
import type { Life } from './life.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';
import type { Delivery, WebhookBehaviour, Webhooks } from './webhooks.ts';

/** What can be done to every vendor that is played. */
export interface CommonControl<Switches> {
  /** Throws if there is no such route. */
  fault(fault: Fault): void;
  clearFaults(): void;
  webhookBehaviour(behaviour: WebhookBehaviour): void;
  /** Resolves when no delivery is under way and no retry is to come. */
  webhooksIdle(): Promise<void>;
  deliveries(): Delivery[];
  /** Starts or stops what people do by themselves. */
  life(on: boolean): void;
  /** Changes these; answers all. */
  switches(change: Partial<Switches>): Switches;
  requests(): LoggedRequest[];
  clearRequests(): void;
  /** Everything as it was at the start, with times counting back from now; webhooks are gone too. */
  reset(): void;
}

export const COMMON_CONTROL_NAMES = [
  'fault',
  'clearFaults',
  'webhookBehaviour',
  'webhooksIdle',
  'deliveries',
  'life',
  'switches',
  'requests',
  'clearRequests',
  'reset',
] as const satisfies readonly (keyof CommonControl<unknown>)[];

/** What controls act upon, beside the world. */
export interface CommonBackstage<Switches> {
  stage: { switches: Switches; readonly life: Life };
  webhooks: Webhooks;
  faults: Faults;
  log: RequestLog;
  routeNames: readonly string[];
  reset(): void;
}

const ANY_ROUTE = ['*', 'GET *', 'POST *', 'PATCH *', 'DELETE *'];

export function commonControl<Switches extends object>(
  backstage: CommonBackstage<Switches>,
): CommonControl<Switches> {
  const { stage, webhooks, faults, log, routeNames, reset } = backstage;
  return {
    fault(fault) {
      const known = [...routeNames, ...ANY_ROUTE];
      if (!known.includes(fault.route))
        throw new Error(`no route ${fault.route}; there are ${known.join(', ')}`);
      faults.add(fault);
    },
    clearFaults: () => faults.clear(),
    webhookBehaviour: (behaviour) => webhooks.behaviour(behaviour),
    webhooksIdle: () => webhooks.idle(),
    deliveries: () => webhooks.deliveries(),
    life: (on) => stage.life.run(on),
    switches(change) {
      stage.switches = { ...stage.switches, ...change };
      return stage.switches;
    },
    requests: () => log.all(),
    clearRequests: () => log.clear(),
    reset,
  };
}

/**
 * Offers the methods of a control over HTTP: `POST /control/<name>` with the method's argument as JSON.
 * What a method returns is answered as JSON (nothing: null).
 */
export function controlRoutes(control: object, names: readonly string[]): Router {
  const router = new Router();
  for (const name of names) {
    const method: unknown = Reflect.get(control, name);
    if (typeof method !== 'function') throw new TypeError(`no control named ${name}`);
    router.add(`POST /${name}`, async ({ body }) => {
      if (body.kind === 'unreadable' || body.kind === 'raw')
        throw new TypeError('a control takes JSON (application/json)');
      const result: unknown = await method.call(control, body.kind === 'json' ? body.value : undefined);
      return json(result ?? null);
    });
  }
  return router;
}
