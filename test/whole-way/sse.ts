import type { Listening } from '../support/client.ts';

/** A subscription over SSE, one response per operation, pulled from like those over WebSocket. */
export async function listenBySse<Item = Record<string, unknown>>(
  graphql: string,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Listening<Item>> {
  const leaving = new AbortController();
  const response = await fetch(graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query, variables }),
    signal: leaving.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';

  async function block(): Promise<string> {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const found = text.slice(0, end);
        text = text.slice(end + 2);
        return found;
      }
      const piece = await reader?.read();
      if (piece === undefined || piece.done) throw new Error(`The subscription ended: ${text}`);
      text += piece.value;
    }
  }

  async function next(): Promise<Item> {
    for (;;) {
      const lines = (await block()).split('\n');
      if (!lines.includes('event: next')) continue;
      const data = lines.filter((line) => line.startsWith('data: ')).map((line) => line.slice(6));
      const result = JSON.parse(data.join('\n')) as { data?: Item; errors?: unknown };
      if (result.errors || !result.data) throw new Error(JSON.stringify(result));
      return result.data;
    }
  }

  return {
    next,
    async until(fits) {
      for (;;) {
        const item = await next();
        if (fits(item)) return item;
      }
    },
    async stop() {
      leaving.abort();
    },
  };
}
