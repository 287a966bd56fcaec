import { json, Router } from './http.ts';

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
