import { commandLine } from './command-line.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { makeProviders, startGateway } from './gateway.ts';
import { createLog } from './server/logging.ts';
import { askForWebhooks } from './server/registration.ts';
import { welcome } from './server/welcome.ts';
import { openStore } from './store/open.ts';

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function serve(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  const gateway = await startGateway(config, { log });
  say(welcome(gateway.url, config.server, gateway.reading, gateway.sandbox !== null));

  let isStopping = false;
  async function stop(exitCode: number): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), config.server.timeouts.stop * 1000).unref();
    await gateway.close();
    process.exit(exitCode);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
  // Something is wrong that nobody thought of: what has been taken is kept, and a fresh process goes on.
  for (const fault of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(fault, (error: unknown) => {
      log.error({ error }, 'The gateway ends because of an unexpected fault');
      void stop(1);
    });
  }
}

/** Shows what is registered at the providers for our address, or registers what is missing. */
async function webhooks(config: Config, what: 'registered' | 'register'): Promise<void> {
  if (config.connections === null)
    return say('The sandbox is told by `npm start` itself where its webhooks go.');
  const { publicUrl } = config.server;
  if (publicUrl === null)
    throw new ConfigError(['publicUrl: is missing; providers must be told where to call']);
  const log = createLog(config.logLevel);
  const store = await openStore(config.store, log);
  try {
    const workshop = { config, store, log, now: Date.now, observe: () => {} };
    for (const provider of makeProviders(config.connections, workshop).values()) {
      const found = await askForWebhooks(provider, publicUrl, what);
      say(`${provider.connectionId}: ${found.length === 0 ? 'no webhooks' : ''}`);
      for (const { id, url, events, enabled } of found) {
        say(`  ${id}  ${url}  ${enabled ? 'on' : 'off'}  ${events.join(', ')}`);
      }
    }
  } finally {
    await store.close();
  }
}

try {
  const { command, configFile } = commandLine(process.argv.slice(2));
  const config = loadConfig(configFile, process.env);
  if (command === 'serve') await serve(config);
  else await webhooks(config, command);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
