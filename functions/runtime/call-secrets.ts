import { AsyncLocalStorage } from 'node:async_hooks';
import { CALLER_PLACE, secretVariable } from '../../shared/secret-variable.ts';
import type { KnownSecrets } from './known-secrets.ts';
import type { SecretReading } from './read-secret.ts';
import { SecretNeeded, saysNotThere } from './secret-needed.ts';

/** What a call needs to read secrets. */
export interface CallSecretsParts extends SecretReading {
  readonly callerId: string;
  readonly known: KnownSecrets;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Makes `call.secret` of one call. Each secret is read once for a call and anew for the next one, so that a rotated
 * value is the one that is used.
 */
export function callSecrets(parts: CallSecretsParts): (name: string) => Promise<string> {
  const values = new Map<string, Promise<string>>();
  return (name) => {
    const reading = values.get(name) ?? read(name, parts);
    values.set(name, reading);
    return reading;
  };
}

async function read(name: string, { callerId, known, environment, ...reading }: CallSecretsParts): Promise<string> {
  const secretId = environment[secretVariable(name)];
  if (secretId === undefined) throw new Error(`the tool has no secret ${name}: give it one with addSecret()`);
  const { readSecret } = await loadReader();
  const value = await readSecret(secretId.replace(CALLER_PLACE, callerId), reading).catch((cause: unknown) => {
    throw secretId.includes(CALLER_PLACE) && saysNotThere(cause) ? new SecretNeeded(name, { cause }) : cause;
  });
  known.add(value);
  return value;
}

/** Loaded by the first call that needs it, from a file of its own: most tools have no secrets, and start sooner so. */
function loadReader(): Promise<typeof import('./read-secret.ts')> {
  return outside(() => import('./read-secret.ts'));
}

/** Runs outside the call's scope: a file that is being loaded is not the call's to close. */
const outside = AsyncLocalStorage.snapshot();
