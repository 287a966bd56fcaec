import type { UnipileV2Sandbox } from '../../../src/sandbox/unipile-v2/server.ts';

export interface Answer<Body = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: Body;
}

/** Calls the sandbox as any HTTP client would. */
export async function call<Body = Record<string, unknown>>(
  sandbox: UnipileV2Sandbox,
  route: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  const [method = 'GET', path = ''] = route.split(' ');
  const response = await fetch(sandbox.baseUrl + path, {
    method,
    headers: {
      'x-api-key': sandbox.apiKey,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : text) as Body,
  };
}

export interface Page {
  data: { id: string; timestamp?: string; text?: string }[];
  total_count: number;
  next_cursor: string | null;
}

export const ROBIN = 'acc_sim_robin';
export const NOOR = 'acc_sim_noor';
export const SHOP = 'acc_sim_shop';
