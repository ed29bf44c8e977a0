import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The Keycloak our exchange is tried against. */
export const KEYCLOAK = {
  version: '26.7.3',
  /** Of the tar.gz, so that nothing but what was tried before is ever started. */
  sha256: '77657f30b7e90d70f727712ce1c967f430fd6a5e9f458d32d8c6df0635345f47',
} as const;

const { XDG_CACHE_HOME = join(homedir(), '.cache') } = process.env;

/** Where it is kept, ready to start: 190 MB, outside the repository, so that each clone does not fetch it again. */
export const KEYCLOAK_FOLDER = join(XDG_CACHE_HOME, 'sallyport', `keycloak-${KEYCLOAK.version}`);

/** The prepared Keycloak of this machine; undefined when there is none. Nothing is downloaded: `npm run fetch:keycloak` does. */
export function findKeycloak(): string | undefined {
  return existsSync(KEYCLOAK_FOLDER) ? KEYCLOAK_FOLDER : undefined;
}
