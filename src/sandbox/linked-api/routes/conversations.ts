import { json, type Reply, type Router, type SandboxRequest } from '../../http.ts';
import type { Action, Completion } from '../actions.ts';
import { accountOf, checkSignedIn } from '../customer.ts';
import { copied } from '../deeds.ts';
import { LinkedApiError } from '../errors.ts';
import type { Job, Jobs } from '../jobs.ts';
import type { Stage } from '../stage.ts';
import type { Account, Channel } from '../world.ts';
import { conversationMessage } from './reading.ts';

const ARRAYS: readonly { name: 'standard' | 'salesNavigator'; channel: Channel }[] = [
  { name: 'standard', channel: 'st' },
  { name: 'salesNavigator', channel: 'nv' },
];
const MAX_SENDS = 10;

interface Item {
  person: string;
  text?: string;
  since?: string;
}
type Request = Partial<Record<'standard' | 'salesNavigator', Item[]>>;
type Completed = Partial<Record<'standard' | 'salesNavigator', unknown[]>>;

/** The seed's form (linked-api.md §4): three endpoints, and the links under which results can be fetched. */
export function conversationRoutes(router: Router, stage: Stage, jobs: Jobs): void {
  const results = new Map<string, { account: Account; job: Job; request: Request }>();

  router
    .add('POST /account/conversations.synchronize', (request) =>
      queued(request, (item, channel) => ({
        actionType: `${channel}.syncConversation`,
        personUrl: item.person,
      })),
    )
    .add('POST /account/conversations.sendMessage', (request) =>
      queued(request, (item, channel) => ({
        actionType: `${channel}.sendMessage`,
        personUrl: item.person,
        text: item.text ?? '',
      })),
    )
    .add('POST /account/conversations.get', (request) => {
      const account = accountOf(stage.world, request);
      const asked = readRequest(request, false);
      return complete(
        answerArrays(stage, asked, (item, channel) => retrieved(stage, account, item, channel)),
      );
    })
    .add('GET /account/results/{hash}', (request) => {
      const kept = results.get(request.params.hash ?? '');
      if (!stage.switches.openResultLinks) accountOf(stage.world, request);
      if (kept === undefined)
        throw new LinkedApiError('resultNotFound', 'There is no such result.', 'conversations');
      return answer(request, kept.job, kept.request, request.params.hash ?? '');
    });

  async function queued(
    request: SandboxRequest,
    toAction: (item: Item, channel: Channel) => Action,
  ): Promise<Reply> {
    const account = accountOf(stage.world, request);
    checkSignedIn(account, 'conversations');
    const handling = request.headers['result-handling'] ?? 'long';
    if (handling !== 'long' && handling !== 'reslink') throw malformed('result-handling is long or reslink.');
    const asked = readRequest(request, request.path.endsWith('.sendMessage'));
    const actions = ARRAYS.flatMap(({ name, channel }) =>
      (asked[name] ?? []).map((item) => toAction(item, channel)),
    );
    const job = jobs.start(account, actions, true);
    const hash = job.id.replace('wf-', '').slice(0, 16);
    results.set(hash, { account, job, request: asked });
    if (handling === 'long') await jobs.ended(job);
    return answer(request, job, asked, hash);
  }

  function answer(request: SandboxRequest, job: Job, asked: Request, hash: string): Reply {
    if (job.failure !== null)
      throw new LinkedApiError(job.failure.reason, job.failure.message, 'conversations');
    if (job.state !== 'completed') {
      const resultLink = `http://${request.headers.host ?? '127.0.0.1'}/account/results/${hash}`;
      return json({
        status: 'processing',
        process: { message: 'The request is being processed.', resultLink },
      });
    }
    const completions = [...job.completions];
    return complete(answerArrays(stage, asked, () => outcome(completions.shift())));
  }
}

function outcome(completion: Completion | undefined): unknown {
  if (completion?.success) return { success: true };
  const { type, message } = completion?.error ?? { type: 'unknownError', message: 'It failed.' };
  return { success: false, error: { errorType: type, message } };
}

function retrieved(stage: Stage, account: Account, item: Item, channel: Channel): unknown {
  const person = stage.world.person(item.person);
  const conversation = person && stage.world.find(account, channel, person);
  if (!conversation || conversation.syncedUntil === null) {
    const message = 'This conversation has not been synchronised.';
    return { success: false, error: { errorType: 'notSynchronized', message } };
  }
  const since = item.since === undefined ? null : Date.parse(item.since);
  const messages = copied(stage, conversation, since).map((message) => {
    const { threadId: _newer, ...shown } = conversationMessage(stage, message, conversation);
    return shown;
  });
  return { success: true, data: { total: messages.length, messages } };
}

function answerArrays(
  stage: Stage,
  asked: Request,
  result: (item: Item, channel: Channel) => unknown,
): Completed {
  const completed: Completed = {};
  for (const { name, channel } of ARRAYS) {
    const items = asked[name];
    if (items !== undefined) {
      completed[name] = items.map((item) => ({ person: item.person, result: result(item, channel) }));
    } else if (stage.switches.emptyArrays) completed[name] = [];
  }
  return completed;
}

function readRequest(request: SandboxRequest, isSend: boolean): Request {
  const body = request.body.kind === 'json' ? request.body.value : null;
  if (typeof body !== 'object' || body === null) throw malformed('The body is an object.');
  const asked = body as Request;
  for (const { name } of ARRAYS) {
    const items = asked[name];
    if (items === undefined) continue;
    if (!Array.isArray(items)) throw malformed(`${name} is an array.`);
    if (items.some((item) => typeof item?.person !== 'string'))
      throw malformed(`Each entry of ${name} has a person.`);
    if (isSend) checkSends(name, items);
  }
  if (ARRAYS.every(({ name }) => (asked[name] ?? []).length === 0))
    throw malformed('There is nothing to do.');
  return asked;
}

function checkSends(name: string, items: readonly Item[]): void {
  if (items.length > MAX_SENDS) throw malformed(`${name} has more than ${MAX_SENDS} entries.`);
  if (new Set(items.map(({ person }) => person)).size < items.length)
    throw malformed(`${name} names a person twice.`);
  if (items.some(({ text }) => typeof text !== 'string' || text === '' || text.length > 1900)) {
    throw malformed('text has 1 to 1900 characters.');
  }
}

function complete(completion: Completed): Reply {
  return json({ status: 'complete', completion });
}

function malformed(message: string): LinkedApiError {
  return new LinkedApiError('invalidRequestBody', message, 'conversations');
}
