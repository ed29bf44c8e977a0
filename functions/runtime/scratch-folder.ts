import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const LAMBDA_CODE = '/var/task';
const LAMBDA_SCRATCH = '/tmp';

/**
 * The temporary folder that belongs to this Lambda environment alone; undefined outside a Lambda environment.
 *
 * It is emptied after every call, so it must never be a folder others use: that is why it is not simply `os.tmpdir()`.
 *
 * @throws Error when a Lambda runtime is running but the folder cannot be told.
 */
export function scratchFolder(environment: NodeJS.ProcessEnv, exists = existsSync): string | undefined {
  if (!environment.AWS_LAMBDA_RUNTIME_API) return undefined;
  if (environment.TMPDIR) return environment.TMPDIR;
  if (environment.LAMBDA_TASK_ROOT === LAMBDA_CODE && exists(LAMBDA_CODE)) return LAMBDA_SCRATCH;
  throw new Error('cannot tell which temporary folder is this environment’s own: set TMPDIR');
}

/** Deletes everything in a folder and keeps the folder. */
export async function emptyFolder(folder: string): Promise<void> {
  const names = await readdir(folder);
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}
