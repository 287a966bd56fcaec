import { LinkedApiError } from './errors.ts';
import { MAX_SUBJECT, MAX_TEXT } from './lengths.ts';
import type { Channel } from './world.ts';

const VERBS = [
  'openPersonPage',
  'sendMessage',
  'syncConversation',
  'manageConversation',
  'syncInbox',
] as const;
export type Verb = (typeof VERBS)[number];
export type ActionType = `${Channel}.${Verb}`;

/** What can name the conversation or the person that an action is about. */
const TARGETS = ['threadId', 'personUrl', 'personHashedUrl'] as const;
export type TargetName = (typeof TARGETS)[number];

/** One action of a workflow as it was asked for (linked-api.md §5.6). */
export type Action = Record<string, unknown> & { actionType: ActionType };

interface Rule {
  /** What an action at the root is told, the first of them that is there; a child has its parent's. */
  targets: readonly TargetName[];
  children: readonly ActionType[];
}

// linked-api.md §5.7 and §7.
const RULES: Readonly<Record<ActionType, Rule>> = {
  'st.openPersonPage': { targets: ['personUrl'], children: ['st.sendMessage', 'st.syncConversation'] },
  'nv.openPersonPage': { targets: ['personHashedUrl'], children: ['nv.sendMessage', 'nv.syncConversation'] },
  'st.sendMessage': { targets: ['threadId', 'personUrl'], children: ['st.manageConversation'] },
  'nv.sendMessage': { targets: ['threadId', 'personUrl'], children: [] },
  'st.syncConversation': { targets: ['personUrl'], children: [] },
  'nv.syncConversation': { targets: ['personUrl'], children: [] },
  'st.manageConversation': { targets: ['threadId'], children: [] },
  'nv.manageConversation': { targets: ['threadId'], children: [] },
  'st.syncInbox': { targets: [], children: [] },
  'nv.syncInbox': { targets: [], children: [] },
};

const OPERATIONS: Readonly<Record<Channel, readonly string[]>> = {
  st: ['archive', 'unarchive', 'star', 'unstar', 'mute', 'unmute'],
  nv: ['archive', 'unarchive'],
};

/** Reads the body of a workflow: one action or several. Throws invalidWorkflow, naming what is wrong. */
export function readActions(body: unknown): Action[] {
  const actions = Array.isArray(body) ? body : [body];
  if (actions.length === 0) throw invalid('A workflow needs at least one action.');
  return actions.map((value) => {
    const action = readAction(value);
    const { targets } = RULES[action.actionType];
    if (targets.length > 0 && targetOf(action) === null)
      throw invalid(`${targets.join(' or ')} is required.`);
    return action;
  });
}

/** By what an action at the root names its target; null where it does not. */
export function targetOf(action: Action): { name: TargetName; value: string } | null {
  for (const name of RULES[action.actionType].targets) {
    const value = action[name];
    if (typeof value === 'string') return { name, value };
  }
  return null;
}

export function partsOf({ actionType }: Action): { channel: Channel; verb: Verb } {
  const [channel, verb] = actionType.split('.') as [Channel, Verb];
  return { channel, verb };
}

export function childrenOf(action: Action): readonly Action[] {
  if (action.then === undefined) return [];
  return (Array.isArray(action.then) ? action.then : [action.then]) as Action[];
}

function readAction(value: unknown): Action {
  if (!isAction(value)) throw invalid('An action is an object with an actionType that this sandbox knows.');
  const { channel, verb } = partsOf(value);
  if (verb === 'sendMessage') checkSend(value);
  if (verb === 'syncConversation' && value.days !== undefined) checkDays(value.days);
  if (verb === 'manageConversation' && !OPERATIONS[channel].includes(String(value.operation))) {
    throw invalid(`operation is one of ${OPERATIONS[channel].join(', ')}.`);
  }
  for (const child of childrenOf(value)) readChild(child, value);
  return value;
}

function readChild(value: unknown, parent: Action): void {
  const child = readAction(value);
  if (!RULES[parent.actionType].children.includes(child.actionType)) {
    throw invalid(`${child.actionType} cannot be a child of ${parent.actionType}.`);
  }
  const named = TARGETS.find((name) => child[name] !== undefined);
  if (named !== undefined) throw invalid(`${named} is not allowed in a child action.`);
}

function isAction(value: unknown): value is Action {
  if (typeof value !== 'object' || value === null) return false;
  const { actionType } = value as Record<string, unknown>;
  return typeof actionType === 'string' && Object.hasOwn(RULES, actionType);
}

function checkSend({ text, subject }: Action): void {
  if (typeof text !== 'string' || text === '') throw invalid('text is required.');
  if (text.length > MAX_TEXT) throw invalid(`text is longer than ${MAX_TEXT} characters.`);
  if (subject === undefined) return;
  if (typeof subject !== 'string' || subject.length > MAX_SUBJECT) {
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
