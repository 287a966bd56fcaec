import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { Kind, parse } from 'graphql';
import type { Viewer } from '../messaging/viewer.ts';
import type { Authenticator } from './auth.ts';
import type { Operations } from './operations.ts';

const operationsFolder = join(import.meta.dirname, '../../schema/operations');
/** The page is worth more than its examples' ids: a slow provider does not hold it up. */
const patienceMs = 3_000;

export interface GraphiqlOptions {
  readonly authenticator: Authenticator;
  readonly operations: Operations;
}

/**
 * Serves GraphiQL from the gateway itself, under a policy that lets it talk to nobody else. With `auth` the page knows
 * nobody's chats, and subscribes over SSE: its header editor does not reach WebSockets.
 */
export type GraphiqlHandler = (response: ServerResponse) => Promise<void>;

export function createGraphiqlHandler({ authenticator, operations }: GraphiqlOptions): GraphiqlHandler {
  const page = splitPage();
  const examples = readExamples();

  return async (response) => {
    const authRequired = authenticator.required;
    const values = authRequired ? {} : await exampleValues(operations, authenticator.authenticate(undefined));
    const nonce = randomBytes(16).toString('base64');
    const options = {
      title: 'Parley',
      method: 'POST',
      subscriptionsProtocol: authRequired ? 'SSE' : 'WS',
      defaultTabs: examples.map((example) => tabOf(example, values, authRequired)),
    };
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': policy(nonce),
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
    });
    const script = (text: string) => `<script nonce="${nonce}">${text}`;
    const first = `${script(forgetOldPlaces(options.defaultTabs))}</script>`;
    response.end(`${page.start}${first}${script(page.script)}${scriptValue(options)}${page.end}`);
  };
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * GraphiQL's tabs keep a left-over offset and jump by it when pressed: the first click on each would go astray. And its
 * editors reach beyond the window, which would give the page bars to scroll nothing by.
 */
const pageStyle = '<style>.graphiql-tab { transform: none !important; } body { overflow: hidden; }</style>';

/** The browser remembers tabs, but a place to resume from is that of the moment at which the page was opened. */
function forgetOldPlaces(tabs: readonly ReturnType<typeof tabOf>[]): string {
  const fresh = tabs.filter(({ variables }) => variables?.includes('"after"'));
  return `{
    const kept = JSON.parse(localStorage.getItem('graphiql:tabState') ?? '{}');
    for (const { query, variables } of ${scriptValue(fresh)}) {
      for (const tab of kept.tabs ?? []) if (tab.query === query) tab.variables = variables;
      if (localStorage.getItem('graphiql:query') === query) localStorage.setItem('graphiql:variables', variables);
    }
    if (kept.tabs) localStorage.setItem('graphiql:tabState', JSON.stringify(kept));
  }`;
}

/** JSON that may stand in a script: a `</script>` in a string would end it. */
function scriptValue(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** The page in the parts between which the nonce and the options go. It is large, and made once. */
function splitPage(): { readonly start: string; readonly script: string; readonly end: string } {
  const mark = { title: 'parley-options' };
  const page = renderGraphiQL(mark);
  const scriptTag = page.indexOf('<script>', page.indexOf('id="root"'));
  const options = page.lastIndexOf(JSON.stringify(mark));
  if (scriptTag < 0 || options < 0) throw new Error('The GraphiQL page has another shape than expected.');
  return {
    start: page.slice(0, scriptTag).replace(mark.title, 'Parley').replace('</head>', `${pageStyle}</head>`),
    script: page.slice(scriptTag + '<script>'.length, options),
    end: page.slice(options + JSON.stringify(mark).length),
  };
}

interface Example {
  readonly query: string;
  readonly variables: readonly string[];
}

/** One tab per file, in the order of their names. */
function readExamples(): readonly Example[] {
  return readdirSync(operationsFolder)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => {
      const query = readFileSync(join(operationsFolder, name), 'utf8');
      return { query, variables: variableNames(query) };
    });
}

function variableNames(query: string): readonly string[] {
  return parse(query).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
      : [],
  );
}

/** Values for variables, by their names. */
type ExampleValues = Readonly<Record<string, string>>;

function tabOf({ query, variables }: Example, values: ExampleValues, authRequired: boolean) {
  const filled = Object.fromEntries(
    variables.map((name) => [name, values[name] ?? sampleTexts[name] ?? null]),
  );
  return {
    query,
    variables: variables.length === 0 ? null : JSON.stringify(filled, null, 2),
    headers: authRequired ? JSON.stringify({ authorization: 'Bearer …' }, null, 2) : null,
  };
}

const sampleTexts: ExampleValues = { text: 'Hello from Parley!' };

const valuesQuery = `query ExampleValues {
  eventCursor
  chats(first: 20) {
    nodes { id kind account { id } lastMessage { id } capabilities { send { support } } }
  }
}`;

interface ValuesAnswer {
  readonly eventCursor?: string;
  readonly chats?: {
    readonly nodes: readonly {
      readonly id: string;
      readonly kind: string;
      readonly account: { readonly id: string };
      readonly lastMessage: { readonly id: string } | null;
      readonly capabilities: { readonly send: { readonly support: string } };
    }[];
  };
}

/** Ids that exist and the place in the log of now, so that each tab runs as it is. */
async function exampleValues(operations: Operations, viewer: Viewer): Promise<ExampleValues> {
  const left = AbortSignal.timeout(patienceMs);
  try {
    const operation = operations.prepare({ query: valuesQuery }, { viewer, left });
    const { data } = await operations.execute(operation);
    const answer = (data ?? {}) as ValuesAnswer;
    const chats = answer.chats?.nodes ?? [];
    const chat =
      chats.find(({ kind, capabilities }) => kind === 'DIRECT' && capabilities.send.support === 'FULL') ??
      chats[0];
    return {
      ...(answer.eventCursor && { after: answer.eventCursor }),
      ...(chat && { chatId: chat.id, accountId: chat.account.id }),
      ...(chat?.lastMessage && { messageId: chat.lastMessage.id }),
    };
  } catch {
    return {};
  }
}
