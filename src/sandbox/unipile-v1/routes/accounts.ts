import { json, type Reply, type Router } from '../../http.ts';
import { changeStatus } from '../deeds.ts';
import { UnipileError } from '../errors.ts';
import { findAccount, jsonObject, requiredText } from '../find.ts';
import { idPage } from '../lists.ts';
import { listQuery } from '../query.ts';
import { makeAccount, OWNER } from '../seed/accounts.ts';
import type { Stage } from '../stage.ts';
import { accountJson } from '../wire/account.ts';
import { NETWORKS, type Network } from '../world/account.ts';

const BY_QR_CODE: readonly Network[] = ['WHATSAPP', 'TELEGRAM'];
const WRONG_CODE = '000000';

/**
 * Accounts: list, read, synchronise, connect, reconnect, delete (unipile-v1.md §6.1). To connect one that asks for a code,
 * use a user name with "checkpoint" in it; every code but 000000 is right. A QR code is scanned after a few seconds.
 */
export function accountRoutes(router: Router, stage: Stage): void {
  // Logins that wait for a code or a scan, by the id that their account will have or has.
  const waiting = new Map<string, { network: Network; name: string }>();

  function finish(id: string): Reply {
    const login = waiting.get(id);
    waiting.delete(id);
    const known = stage.world.accounts.get(id);
    if (known !== undefined) {
      changeStatus(stage, known, 'RECONNECTED');
      return json({ object: 'AccountReconnected', account_id: id });
    }
    const { network, name } = login ?? { network: 'WHATSAPP', name: '' };
    connect(stage, id, network, name);
    return json({ object: 'AccountCreated', account_id: id }, 201);
  }

  function login(id: string, network: Network, name: string): Reply {
    const byScan = BY_QR_CODE.includes(network);
    if (!byScan && !name.includes('checkpoint')) {
      waiting.set(id, { network, name });
      return finish(id);
    }
    waiting.set(id, { network, name });
    if (byScan) {
      stage.life.soon(3000, 5000, () => {
        if (waiting.has(id)) finish(id);
      });
    }
    const checkpoint = byScan
      ? { type: 'QRCODE', qrcode: `2@${stage.ids.unipile()},${id}` }
      : { type: '2FA', source: 'APP' };
    return json({ object: 'Checkpoint', account_id: id, checkpoint }, 202);
  }

  router.add('GET /accounts', (request) =>
    idPage('AccountList', listQuery(request, []), stage.world.accounts.values(), accountJson),
  );

  router.add('POST /accounts/checkpoint', (request) => {
    const body = jsonObject(request);
    const id = requiredText(body, 'account_id');
    if (!waiting.has(id)) throw new UnipileError('invalid_resource_identifier', 'No login waits for a code.');
    if (requiredText(body, 'code') === WRONG_CODE) {
      throw new UnipileError('invalid_checkpoint_solution', 'The code is wrong.');
    }
    return finish(id);
  });

  router.add('POST /accounts', (request) => {
    const body = jsonObject(request);
    return login(stage.ids.unipile(), networkOf(body), userName(body));
  });

  router.add('GET /accounts/{account_id}', ({ params }) =>
    json(accountJson(findAccount(stage, params.account_id ?? ''))),
  );

  router.add('POST /accounts/{account_id}', (request) => {
    const account = findAccount(stage, request.params.account_id ?? '');
    const body = jsonObject(request);
    if (networkOf(body) !== account.network) throw new UnipileError('wrong_account', 'Another provider.');
    return login(account.id, account.network, userName(body));
  });

  router.add('DELETE /accounts/{account_id}', ({ params }) => {
    changeStatus(stage, findAccount(stage, params.account_id ?? ''), 'DELETED');
    return json({ object: 'AccountDeleted' });
  });

  router.add('GET /accounts/{account_id}/sync', ({ params }) => {
    const account = findAccount(stage, params.account_id ?? '');
    if (account.status !== 'OK') return json({ object: 'AccountResync', status: 'SYNC_ERROR' });
    account.syncCalls = account.syncCalls === null ? 1 : account.syncCalls + 1;
    if (account.syncCalls < 3) {
      return json({
        object: 'AccountResync',
        status: account.syncCalls === 1 ? 'SYNC_STARTED' : 'SYNC_RUNNING',
      });
    }
    account.syncCalls = null;
    changeStatus(stage, account, 'SYNC_SUCCESS');
    return json({ object: 'AccountResync', status: 'SYNC_DONE' });
  });

  router.add('POST /hosted/accounts/link', (request) => {
    requiredText(jsonObject(request), 'type');
    return json({ object: 'HostedAuthUrl', url: `https://account.example.com/${stage.ids.unipile()}` }, 201);
  });
}

function networkOf(body: Record<string, unknown>): Network {
  const provider = requiredText(body, 'provider');
  const network = NETWORKS.find((known) => known === provider);
  if (network === undefined || network === 'SLACK')
    throw new UnipileError('invalid_parameters', 'provider is not valid.');
  return network;
}

function userName(body: Record<string, unknown>): string {
  return typeof body.username === 'string' ? body.username : OWNER.name;
}

function connect(stage: Stage, id: string, network: Network, name: string): void {
  const { world, ids, random, clock } = stage;
  const owner = { ...OWNER, name, handle: `owner-${ids.digits(6)}`, phone: `+155502${ids.digits(5)}` };
  const account = makeAccount({ world, network, owner, ids, random, createdAt: clock.now(), id });
  changeStatus(stage, account, 'CREATION_SUCCESS');
}
