import { json, type Reply, type Router, type SandboxRequest } from '../../http.ts';
import type { Completion } from '../actions.ts';
import {
  ARRAYS,
  type ArrayName,
  type Batch,
  checkReads,
  checkSends,
  type Item,
  readBatch,
} from '../batch.ts';
import { accountOf, checkMayStart } from '../customer.ts';
import { copied, instant } from '../deeds.ts';
import { failureReply, LinkedApiError } from '../errors.ts';
import type { Job, Jobs } from '../jobs.ts';
import { RESULTS_PATH, type Results, type Work } from '../results.ts';
import type { Stage } from '../stage.ts';
import type { Action } from '../workflow.ts';
import type { Account, Channel } from '../world.ts';
import { conversationMessage } from './reading.ts';

type Completed = Partial<Record<ArrayName, unknown[]>>;
type ToAction = (item: Item, channel: Channel) => Action;

/** The seed's form (linked-api.md §4): three endpoints, and the links under which results can be fetched. */
export function conversationRoutes(router: Router, stage: Stage, jobs: Jobs, results: Results): void {
  router
    .add('POST /account/conversations.synchronize', (request) => {
      const account = starting(stage, request);
      const batch = readBatch(request);
      return results.answer(request, () => queued(stage, jobs, account, batch, toSync));
    })
    .add('POST /account/conversations.sendMessage', (request) => {
      const account = starting(stage, request);
      const batch = readBatch(request);
      checkSends(batch, stage.world);
      return results.answer(request, () => queued(stage, jobs, account, batch, toSend));
    })
    .add('POST /account/conversations.get', (request) => {
      const account = accountOf(stage.world, request);
      const batch = readBatch(request);
      checkReads(batch);
      return results.answer(request, () => {
        const read = complete(stage, batch, (item, channel) => retrieved(stage, account, item, channel));
        return { account, ended: Promise.resolve(), envelope: () => read };
      });
    })
    .add(`GET ${RESULTS_PATH}{hash}`, (request) => results.find(request));
}

function starting(stage: Stage, request: SandboxRequest): Account {
  const account = accountOf(stage.world, request);
  checkMayStart(stage, account, 'conversations');
  return account;
}

const toSync: ToAction = ({ person }, channel) => ({
  actionType: `${channel}.syncConversation`,
  personUrl: person,
});

const toSend: ToAction = ({ person, text, subject }, channel) => ({
  actionType: `${channel}.sendMessage`,
  personUrl: person,
  text,
  ...(subject === undefined ? {} : { subject }),
});

function queued(stage: Stage, jobs: Jobs, account: Account, batch: Batch, toAction: ToAction): Work {
  const actions = ARRAYS.flatMap(({ name, channel }) =>
    (batch[name] ?? []).map((item) => toAction(item, channel)),
  );
  const job = jobs.start(account, actions, true);
  return { account, ended: jobs.ended(job), envelope: () => envelopeOf(stage, job, batch) };
}

function envelopeOf(stage: Stage, job: Job, batch: Batch): Reply | null {
  if (job.failure !== null) {
    const { reason, message } = job.failure;
    const error = new LinkedApiError(reason, message, 'conversations');
    return failureReply(error, stage.switches.errorsWithStatus200);
  }
  if (job.state !== 'completed') return null;
  const completions = [...job.completions];
  return complete(stage, batch, () => outcome(completions.shift()));
}

/** The present form's words for what this one has no other word for (linked-api.md §4.2, §14.3). */
const SAID_HERE: Readonly<Record<string, string>> = {
  selfProfileNotAllowed: 'personNotFound',
  noSalesNavigator: 'personNotFound',
};

function outcome(completion: Completion | undefined): unknown {
  if (completion?.success) return { success: true };
  const { type, message } = completion?.error ?? { type: 'unknownError', message: 'It failed.' };
  return { success: false, error: { errorType: SAID_HERE[type] ?? type, message } };
}

function retrieved(stage: Stage, account: Account, item: Item, channel: Channel): unknown {
  const person = stage.world.person(item.person);
  const conversation = person && stage.world.find(account, channel, person);
  if (!conversation || conversation.syncedUntil === null) {
    const message = 'This conversation has not been synchronised.';
    return { success: false, error: { errorType: 'notSynchronized', message } };
  }
  const messages = copied(stage, conversation, instant(item.since)).map((message) => {
    const { threadId: _newer, ...shown } = conversationMessage(stage, message, conversation);
    return shown;
  });
  return { success: true, data: { total: messages.length, messages } };
}

function complete(stage: Stage, batch: Batch, result: (item: Item, channel: Channel) => unknown): Reply {
  const completion: Completed = {};
  for (const { name, channel } of ARRAYS) {
    const items = batch[name];
    if (items !== undefined) {
      completion[name] = items.map((item) => ({ person: item.person, result: result(item, channel) }));
    } else if (stage.switches.emptyArrays) completion[name] = [];
  }
  return json({ status: 'complete', completion });
}
