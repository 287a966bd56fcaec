import { answerSoon, synchronise, timeText, write } from './deeds.ts';
import type { ActionError } from './errors.ts';
import type { Stage } from './stage.ts';
import { sameProfile } from './urls.ts';
import { type Action, type ActionType, childrenOf, partsOf, targetOf } from './workflow.ts';
import type { Account, Conversation, Person } from './world.ts';

export interface Completion {
  actionType: ActionType;
  success: boolean;
  label?: string;
  data?: Record<string, unknown>;
  error?: ActionError;
}

type Outcome = { data?: Record<string, unknown> } | { error: ActionError };

const DAY_MS = 24 * 60 * 60 * 1000;

/** Does an action at LinkedIn, as a job that runs does. `conversation`: that of its parent, where it is a child. */
export function perform(
  stage: Stage,
  account: Account,
  action: Action,
  conversation: Conversation | null = null,
): Completion {
  const { actionType, label } = action;
  const outcome = outcomeOf(stage, account, action, conversation);
  const success = !('error' in outcome);
  stage.world.executed.push({ accountId: account.id, actionType, success, at: stage.clock.now() });
  return { actionType, ...(typeof label === 'string' ? { label } : {}), success, ...outcome };
}

function outcomeOf(stage: Stage, account: Account, action: Action, parent: Conversation | null): Outcome {
  const { channel, verb } = partsOf(action);
  if (channel === 'nv' && !account.hasSalesNavigator) {
    return refused('noSalesNavigator', 'The account has no Sales Navigator.');
  }
  if (stage.switches.limitExceeded === 'action')
    return refused('limitExceeded', 'The limit of this action is used up.');
  if (verb === 'syncInbox') {
    account.monitoredSince[channel] ??= stage.clock.now();
    return {};
  }
  const conversation = parent ?? find(stage, account, action);
  if ('error' in conversation) return conversation;
  const outcome = act(stage, account, action, conversation);
  if ('error' in outcome || action.then === undefined) return outcome;
  const children = childrenOf(action).map((child) => perform(stage, account, child, conversation));
  const then = Array.isArray(action.then) ? children : children[0];
  return { data: { ...outcome.data, then } };
}

function find(stage: Stage, account: Account, action: Action): Conversation | { error: ActionError } {
  const { channel } = partsOf(action);
  const { name, value = '' } = targetOf(action) ?? {};
  if (name === 'threadId') {
    return (
      stage.world.thread(account, channel, value) ?? refused('threadNotFound', 'There is no such thread.')
    );
  }
  if (channel === 'st' && sameProfile(value, account.url)) {
    return refused('selfProfileNotAllowed', 'This is the account itself.');
  }
  const person = stage.world.person(value);
  if (person === undefined) return refused('personNotFound', 'There is nobody at this address.');
  return stage.world.conversation(account, channel, person);
}

function act(stage: Stage, account: Account, action: Action, conversation: Conversation): Outcome {
  switch (partsOf(action).verb) {
    case 'openPersonPage':
      return { data: action.basicInfo === true ? basicInfo(conversation.person) : {} };
    case 'syncConversation': {
      const periodMs = typeof action.days === 'number' ? action.days * DAY_MS : stage.switches.syncPeriodMs;
      synchronise(stage, conversation, periodMs);
      return stage.switches.idOnlyAnswers
        ? {}
        : { data: { syncUntil: timeText(stage.clock.now() + periodMs) } };
    }
    case 'manageConversation':
      manage(conversation, String(action.operation));
      return {};
    default:
      return sent(stage, account, action, conversation);
  }
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

function basicInfo(person: Person): Record<string, unknown> {
  const { name, publicUrl, hashedUrl, headline, location, position, companyName } = person;
  return {
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
