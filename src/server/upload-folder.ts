import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'parley-uploads-';
const inUse = new Set<string>();

/** A folder of this gateway for uploads on their way, readable by its owner only. */
export interface UploadFolder {
  readonly path: string;
  close(): Promise<void>;
}

/** Makes the folder, and removes what gateways that were killed have left behind. */
export function openUploadFolder(): UploadFolder {
  removeLeftovers();
  const path = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  inUse.add(path);
  return {
    path,
    async close() {
      inUse.delete(path);
      await rm(path, { recursive: true, force: true });
    },
  };
}

function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]);
    const path = join(tmpdir(), name);
    // In a container each start may have the same process id: then only what this process knows is in use.
    if (Number.isNaN(pid) || inUse.has(path) || (pid !== process.pid && isAlive(pid))) continue;
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // Somebody else's on a shared machine.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
