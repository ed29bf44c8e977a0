import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

/** What a running local mode tells the other commands. Holds secrets of this run. */
export const DevState = z.strictObject({
  /** Name of the gateway. */
  gateway: z.string(),
  /** URL of the MCP endpoint. */
  endpoint: z.url(),
  /** Value of `iss` in tokens. */
  issuer: z.url(),
  clients: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      /** Absent for public clients. */
      secret: z.string().optional(),
      redirectUris: z.array(z.string()),
      scopes: z.array(z.string()),
    }),
  ),
  /** The AWS endpoint, and credentials of the person who runs local mode. */
  aws: z.strictObject({
    endpoint: z.url(),
    region: z.string(),
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
    sessionToken: z.string(),
  }),
  auditLogGroup: z.string(),
  /** Process that runs local mode. */
  pid: z.int().positive(),
});
export type DevState = z.infer<typeof DevState>;

const FOLDER = '.sallyport';
const FILE = 'dev.json';

/** Writes the state so that only this user can read it, whole or not at all. */
export async function writeDevState(folder: string, state: DevState): Promise<void> {
  await mkdir(join(folder, FOLDER), { recursive: true, mode: 0o700 });
  const draft = join(folder, FOLDER, `${FILE}.${state.pid}`);
  await rm(draft, { force: true });
  await writeFile(draft, `${JSON.stringify(DevState.parse(state), undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
  await rename(draft, join(folder, FOLDER, FILE));
}

/**
 * Reads the state of the local mode that runs, or ran, in a folder.
 *
 * @returns undefined when there is none.
 * @throws Error when the file is not what local mode writes.
 */
export async function readDevState(folder: string): Promise<DevState | undefined> {
  const text = await readState(join(folder, FOLDER, FILE));
  return text === undefined ? undefined : DevState.parse(JSON.parse(text));
}

/** Removes the state when local mode ends. */
export async function removeDevState(folder: string): Promise<void> {
  await rm(join(folder, FOLDER, FILE), { force: true });
}

async function readState(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
