import { parseArgs } from 'node:util';

export interface CommandLine {
  /** The gateway itself, or what is registered at the providers: to be shown, or to be completed. */
  readonly command: 'serve' | 'registered' | 'register';
  /** Null: none is named. */
  readonly configFile: string | null;
}

const commands: ReadonlyMap<string, CommandLine['command']> = new Map([
  ['', 'serve'],
  ['webhooks', 'registered'],
  ['webhooks register', 'register'],
]);

const usage = `  npm start                       the gateway; without a configuration, a sandbox of invented people
  npm start -- --config FILE      the gateway with this configuration
  npm run webhooks                the webhooks that are registered at the providers
  npm run webhooks -- register    registers those that are missing`;

/** What the arguments after the program's name ask for. Throws an Error for people where they are not understood. */
export function commandLine(argv: readonly string[]): CommandLine {
  const { values, positionals } = parsed(argv);
  const given = positionals.join(' ');
  const command = commands.get(given);
  if (command === undefined) throw misunderstood(`Unknown command '${given}'.`);
  return { command, configFile: values.config ?? null };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: { config: { type: 'string' } },
      strict: true,
      allowPositionals: true,
    });
  } catch (error) {
    // Its first sentence says what is wrong, the rest how to get it past the parser.
    const [why] = (error instanceof Error ? error.message : String(error)).split(/\. |\.?\n/);
    throw misunderstood(`${why}.`);
  }
}

function misunderstood(why: string): Error {
  return new Error(`${why} There are:\n${usage}`);
}
