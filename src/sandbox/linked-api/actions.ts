import { answerSoon, synchronise, timeText, write } from './deeds.ts';
import { type ActionError, LinkedApiError } from './errors.ts';
import { MAX_SUBJECT, MAX_TEXT } from './lengths.ts';
import type { Stage } from './stage.ts';
import { sameProfile } from './urls.ts';
import type { Account, Channel, Conversation, Person } from './world.ts';

/** One action of a workflow as it was asked for (linked-api.md §5.6). */
export type Action = Record<string, unknown> & { actionType: string };

export interface Completion {
  actionType: string;
  success: boolean;
  label?: string;
  data?: Record<string, unknown>;
  error?: ActionError;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const OPERATIONS: Record<Channel, readonly string[]> = {
  st: ['archive', 'unarchive', 'star', 'unstar', 'mute', 'unmute'],
  nv: ['archive', 'unarchive'],
};
const CHILDREN = ['sendMessage', 'syncConversation', 'manageConversation'];

/** Reads the body of a workflow: one action or several. Throws invalidWorkflow, naming what is wrong. */
export function readActions(body: unknown): Action[] {
  const actions = Array.isArray(body) ? body : [body];
  if (actions.length === 0) throw invalid('A workflow needs at least one action.');
  return actions.map((action) => readAction(action, false));
}

function readAction(value: unknown, isChild: boolean): Action {
  if (typeof value !== 'object' || value === null) throw invalid('An action is an object.');
  const action = value as Action;
  const { channel, verb } = parts(action);
  if (isChild && action.personUrl !== undefined) throw invalid('personUrl is not allowed in a child action.');
  if (isChild && !CHILDREN.includes(verb)) throw invalid(`${verb} cannot be a child.`);
  const needsPerson = !isChild && ['sendMessage', 'syncConversation', 'openPersonPage'].includes(verb);
  const person = verb === 'openPersonPage' && channel === 'nv' ? action.personHashedUrl : action.personUrl;
  if (needsPerson && typeof person !== 'string' && typeof action.threadId !== 'string')
    throw invalid('personUrl is required.');
  if (verb === 'sendMessage') checkSend(action);
  if (verb === 'syncConversation' && action.days !== undefined) checkDays(action.days);
  if (verb === 'manageConversation' && !OPERATIONS[channel].includes(String(action.operation))) {
    throw invalid('operation is not one of those that are known.');
  }
  for (const child of childrenOf(action)) readAction(child, true);
  return action;
}

function checkSend(action: Action): void {
  if (typeof action.text !== 'string' || action.text === '') throw invalid('text is required.');
  if (action.text.length > MAX_TEXT) throw invalid(`text is longer than ${MAX_TEXT} characters.`);
  if (action.subject === undefined) return;
  if (typeof action.subject !== 'string' || action.subject.length > MAX_SUBJECT) {
    throw invalid(`subject is a text of at most ${MAX_SUBJECT} characters.`);
  }
}

function checkDays(days: unknown): void {
  if (typeof days !== 'number' || !Number.isInteger(days) || days < 1 || days > 90) {
    throw invalid('days is a whole number from 1 to 90.');
  }
}

function invalid(message: string): LinkedApiError {
  return new LinkedApiError('invalidWorkflow', message);
}

function parts(action: Action): { channel: Channel; verb: string } {
  const match = /^(st|nv)\.(sendMessage|syncConversation|openPersonPage|manageConversation|syncInbox)$/.exec(
    action.actionType,
  );
  if (match === null) throw invalid(`${action.actionType} is not an action of this sandbox.`);
  return { channel: match[1] === 'nv' ? 'nv' : 'st', verb: match[2] ?? '' };
}

function childrenOf(action: Action): unknown[] {
  if (action.then === undefined) return [];
  return Array.isArray(action.then) ? action.then : [action.then];
}

/** Does an action at LinkedIn, as a job that runs does. */
export function perform(
  stage: Stage,
  account: Account,
  action: Action,
  parent: Person | null = null,
): Completion {
  const { label } = action;
  const echo = { actionType: action.actionType, ...(typeof label === 'string' ? { label } : {}) };
  const outcome = outcomeOf(stage, account, action, parent);
  const success = !('error' in outcome);
  stage.world.executed.push({
    accountId: account.id,
    actionType: action.actionType,
    success,
    at: stage.clock.now(),
  });
  return { ...echo, success, ...outcome };
}

type Outcome = { data?: Record<string, unknown> } | { error: ActionError };

function outcomeOf(stage: Stage, account: Account, action: Action, parent: Person | null): Outcome {
  const { channel, verb } = parts(action);
  if (channel === 'nv' && !account.hasSalesNavigator) {
    return refused('noSalesNavigator', 'The account has no Sales Navigator.');
  }
  if (stage.switches.limitExceeded === 'action')
    return refused('limitExceeded', 'The limit of this action is used up.');
  if (verb === 'syncInbox') {
    account.monitoredSince[channel] ??= stage.clock.now();
    return {};
  }
  const target = targetOf(stage, account, channel, action, parent);
  if ('error' in target) return target;
  switch (verb) {
    case 'openPersonPage':
      return opened(stage, account, action, target.person);
    case 'syncConversation': {
      const periodMs = typeof action.days === 'number' ? action.days * DAY_MS : stage.switches.syncPeriodMs;
      synchronise(stage, target.conversation, periodMs);
      return { data: { syncUntil: timeText(stage.clock.now() + periodMs) } };
    }
    case 'manageConversation':
      manage(target.conversation, String(action.operation));
      return {};
    default:
      return sent(stage, account, action, target.conversation);
  }
}

type Target = { person: Person; conversation: Conversation } | { error: ActionError };

function targetOf(
  stage: Stage,
  account: Account,
  channel: Channel,
  action: Action,
  parent: Person | null,
): Target {
  if (typeof action.threadId === 'string') {
    const conversation = stage.world.thread(account, action.threadId);
    if (conversation === undefined) return refused('threadNotFound', 'There is no such thread.');
    return { person: conversation.person, conversation };
  }
  const url = String(action.personUrl ?? action.personHashedUrl);
  if (parent === null && channel === 'st' && sameProfile(url, account.url)) {
    return refused('selfProfileNotAllowed', 'This is the account itself.');
  }
  const person = parent ?? stage.world.person(url);
  if (person === undefined) return refused('personNotFound', 'There is nobody at this address.');
  return { person, conversation: stage.world.conversation(account, channel, person) };
}

function sent(stage: Stage, account: Account, action: Action, conversation: Conversation): Outcome {
  if (!conversation.person.messageable) {
    return refused('messagingNotAllowed', 'LinkedIn does not let this account write to this person.');
  }
  const text = String(action.text);
  const hasSubject = conversation.channel === 'nv' && typeof action.subject === 'string';
  write(stage, conversation, 'us', text, { subject: hasSubject ? String(action.subject) : undefined });
  answerSoon(stage, account, conversation, text);
  return {};
}

function opened(stage: Stage, account: Account, action: Action, person: Person): Outcome {
  const children = childrenOf(action).map((child) => perform(stage, account, child as Action, person));
  const { name, publicUrl, hashedUrl, headline, location, position, companyName } = person;
  const info = {
    name,
    publicUrl,
    hashedUrl,
    headline,
    location,
    countryCode: 'US',
    position,
    companyName,
    companyHashedUrl: null,
    followersCount: null,
    about: null,
  };
  const then = Array.isArray(action.then) ? children : children[0];
  return { data: { ...(action.basicInfo === true ? info : {}), ...(then === undefined ? {} : { then }) } };
}

function manage(conversation: Conversation, operation: string): void {
  const on = !operation.startsWith('un');
  const word = operation.replace(/^un/, '');
  if (word === 'archive') conversation.flags.archived = on;
  if (word === 'star') conversation.flags.starred = on;
  if (word === 'mute') conversation.flags.muted = on;
}

function refused(type: string, message: string): { error: ActionError } {
  return { error: { type, message } };
}
