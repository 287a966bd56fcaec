import { startSandbox } from './index.ts';

const PORTS = { unipileV1: 4101, unipileV2: 4102, linkedApi: 4103 };

const sandbox = await startSandbox({
  ports: {
    unipileV1: Number(process.env.SANDBOX_UNIPILE_V1_PORT ?? PORTS.unipileV1),
    unipileV2: Number(process.env.SANDBOX_UNIPILE_V2_PORT ?? PORTS.unipileV2),
    linkedApi: Number(process.env.SANDBOX_LINKED_API_PORT ?? PORTS.linkedApi),
  },
});
const { unipileV1, unipileV2, linkedApi } = sandbox;
const chat = unipileV1.control
  .truth()
  .chats.find(({ account_type, type }) => account_type === 'WHATSAPP' && type === 0);
const [account] = unipileV2.control.truth().accounts;
const [identificationToken] = linkedApi.identificationTokens;
const [person] = linkedApi.cast.synchronised;

process.stdout.write(`Three providers, played on this machine. Nothing leaves it; everybody in it is invented.

  Unipile v1   ${unipileV1.baseUrl}   X-API-KEY: ${unipileV1.apiKey}
  Unipile v2   ${unipileV2.baseUrl}       X-API-KEY: ${unipileV2.apiKey}
  Linked API   ${linkedApi.baseUrl}          linked-api-token: ${linkedApi.linkedApiToken}
                                              identification-token: ${identificationToken}

Try:

  curl -H 'X-API-KEY: ${unipileV1.apiKey}' '${unipileV1.baseUrl}/chats?limit=3'
  curl -H 'X-API-KEY: ${unipileV1.apiKey}' -F text=Hello '${unipileV1.baseUrl}/chats/${chat?.id}/messages'
  curl -H 'X-API-KEY: ${unipileV2.apiKey}' '${unipileV2.baseUrl}/${account?.id}/inboxes/CLASSIC_PRIMARY/chats?limit=3'
  curl -H 'linked-api-token: ${linkedApi.linkedApiToken}' -H 'identification-token: ${identificationToken}' -H 'Content-Type: application/json' \\
    -d '[{"personUrl":"${person}","type":"st"}]' ${linkedApi.baseUrl}/conversations/poll

Each has controls below /control (POST, JSON, no key):

  curl -X POST -H 'Content-Type: application/json' -d '{"chatId":"${chat?.id}","text":"Anybody there?"}' ${unipileV1.controlUrl}/inbound
  curl -X POST -H 'Content-Type: application/json' -d '{"route":"GET /chats","status":429,"retryAfter":5}' ${unipileV1.controlUrl}/fault
  curl -X POST ${unipileV1.controlUrl}/requests

Ctrl+C ends it. SANDBOX_UNIPILE_V1_PORT, SANDBOX_UNIPILE_V2_PORT and SANDBOX_LINKED_API_PORT choose other ports.
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
}
