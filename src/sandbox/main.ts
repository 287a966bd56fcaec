import { startSandbox } from './index.ts';

const DEFAULT_PORT = 4101;

const port = Number(process.env.SANDBOX_UNIPILE_V1_PORT ?? DEFAULT_PORT);
const sandbox = await startSandbox({ ports: { unipileV1: port } });
const { baseUrl, apiKey, controlUrl, control } = sandbox.unipileV1;
const { chats } = control.truth();
const chat = chats.find(({ account_type, type }) => account_type === 'WHATSAPP' && type === 0);

process.stdout.write(`Unipile v1, played on this machine. Nothing leaves it; everybody in it is invented.

  base URL   ${baseUrl}
  API key    ${apiKey}
  controls   ${controlUrl}/…  (POST, JSON, no key)

Try:

  curl -H 'X-API-KEY: ${apiKey}' '${baseUrl}/chats?limit=3'
  curl -H 'X-API-KEY: ${apiKey}' -F text=Hello '${baseUrl}/chats/${chat?.id}/messages'
  curl -X POST -H 'Content-Type: application/json' -d '{"chatId":"${chat?.id}","text":"Anybody there?"}' ${controlUrl}/inbound
  curl -X POST -H 'Content-Type: application/json' -d '{"route":"GET /chats","status":429,"retryAfter":5}' ${controlUrl}/fault
  curl -X POST ${controlUrl}/requests

Ctrl+C ends it. SANDBOX_UNIPILE_V1_PORT chooses another port than ${DEFAULT_PORT}.
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
}
