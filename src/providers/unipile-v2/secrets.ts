import type { ProviderTools } from '../../messaging/provider.ts';
import { Secret } from '../../messaging/secret.ts';

const NOTE = 'webhook secrets';

/**
 * The secrets that webhooks may be signed with: the one of the settings, else those that Unipile gave to our endpoints.
 * These are remembered, so that what comes after a restart is verified before anything is asked.
 */
export class EndpointSecrets {
  /** Whether the settings name it: then endpoints are made by hand. */
  readonly isGiven: boolean;
  /** Resolves when what was remembered is known, or cannot be; never rejects. */
  readonly recalled: Promise<void>;
  private secrets: readonly Secret[];
  private hasLearned = false;
  private readonly tools: Pick<ProviderTools, 'notes' | 'log'>;

  constructor(given: Secret | null, tools: Pick<ProviderTools, 'notes' | 'log'>) {
    this.tools = tools;
    this.isGiven = given !== null;
    this.secrets = given === null ? [] : [given];
    this.recalled = this.isGiven ? Promise.resolve() : this.recall();
  }

  get known(): readonly Secret[] {
    return this.secrets;
  }

  /** Takes the place of what was known; a secret that the settings name stays. */
  async learn(secrets: readonly string[]): Promise<void> {
    if (this.isGiven) return;
    const known = this.secrets.map((secret) => secret.reveal());
    if (JSON.stringify(known) === JSON.stringify(secrets)) return;
    this.hasLearned = true;
    this.secrets = secrets.map((secret) => new Secret(secret));
    try {
      await this.tools.notes.set(NOTE, secrets);
    } catch {
      this.tools.log.warn(
        {},
        'The secret of the webhook could not be remembered; it is read again at the next start.',
      );
    }
  }

  private async recall(): Promise<void> {
    try {
      const noted = await this.tools.notes.get(NOTE);
      if (this.hasLearned || !Array.isArray(noted)) return;
      this.secrets = noted.flatMap((secret) => (typeof secret === 'string' ? [new Secret(secret)] : []));
    } catch {
      this.tools.log.warn(
        {},
        'The secret of the webhook could not be recalled; it is read again at registration.',
      );
    }
  }
}
