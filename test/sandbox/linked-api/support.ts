import type { LinkedApiSandbox } from '../../../src/sandbox/linked-api/server.ts';

/** An item of an answer of the seed's form. */
export interface Item {
  person: string;
  result: {
    success: boolean;
    error?: { errorType: string };
    data?: { total: number; messages: { id: string; sender: string; text: string; time: string }[] };
  };
}

export interface SeedAnswer {
  status: string;
  completion?: { standard?: Item[]; salesNavigator?: Item[] };
  process?: { message: string; resultLink?: string; webhook?: string };
  error?: { errorType: string; message: string };
}

/** An answer of the present form. */
export interface Answer<Result> {
  success: boolean;
  result: Result;
  error?: { type: string; message: string };
}

/** Calls Linked API as a client of the form would, to which the path belongs. `account`: by its place. */
export function clientOf(sandbox: () => LinkedApiSandbox, account = 0) {
  function tokens(path: string): Record<string, string> {
    const { linkedApiToken, identificationTokens } = sandbox();
    const header = path.startsWith('/account/') ? 'account-api-token' : 'linked-api-token';
    return { [header]: linkedApiToken, 'identification-token': identificationTokens[account] ?? '' };
  }

  async function post<Body = SeedAnswer>(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Body> {
    const response = await fetch(sandbox().baseUrl + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...tokens(path), ...headers },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Body;
  }

  async function get<Body = SeedAnswer>(url: string): Promise<{ status: number; body: Body }> {
    const { pathname } = new URL(url, sandbox().baseUrl);
    const response = await fetch(sandbox().baseUrl + pathname, { headers: tokens(pathname) });
    return { status: response.status, body: (await response.json()) as Body };
  }

  return { post, get, tokens };
}

/** Until no job is under way. */
export async function jobsEnded({ control }: LinkedApiSandbox): Promise<void> {
  while (control.jobs().some(({ state }) => state === 'pending' || state === 'running')) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
