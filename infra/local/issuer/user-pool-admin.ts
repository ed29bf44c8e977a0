import { derivedId, ID_ALPHABET } from '../template/derived-id.ts';
import type { ClientStore } from './client-store.ts';
import { type Person, personByName, personBySubject } from './people.ts';
import type { PoolClient } from './pool-clients.ts';
import type { TokenStore } from './token-store.ts';
import type { UserPool } from './user-pool.ts';

/** What Cognito's API may change about the pool while the issuer runs. Who may ask is decided before. */
export interface UserPoolAdmin {
  readonly pool: UserPool;
  readonly clients: ClientStore;
  /** Makes a public client for people. */
  createClient(wanted: Omit<PoolClient, 'id' | 'secret' | 'grantTypes'>): PoolClient;
  /** Takes a client away with everything that was issued to it. Whether there was one. */
  deleteClient(id: string): boolean;
  /** By sign-in name or `sub`, as Cognito takes both. */
  findPerson(name: string): Person | undefined;
  /** Ends every sign-in of a person. Access tokens are not looked up anywhere, so they live on to their end. */
  signOutEverywhere(person: Person): void;
}

/** What the administration works on. */
export interface UserPoolAdminParts {
  readonly pool: UserPool;
  readonly clients: ClientStore;
  readonly tokens: TokenStore;
  readonly randomBytes: (size: number) => Buffer;
}

const ID_LENGTH = 26;

/** Opens the pool to the stand-in for Cognito's API. */
export function userPoolAdmin({ pool, clients, tokens, randomBytes }: UserPoolAdminParts): UserPoolAdmin {
  return {
    pool,
    clients,
    createClient(wanted) {
      const id = derivedId(randomBytes(32).toString('hex'), ID_LENGTH, ID_ALPHABET.alphanumeric);
      const client = { ...wanted, id, secret: undefined, grantTypes: PUBLIC_GRANTS };
      clients.add(client);
      return client;
    },
    deleteClient(id) {
      tokens.forget(({ clientId }) => clientId === id);
      return clients.remove(id);
    },
    findPerson: (name) => personByName(name) ?? personBySubject(name),
    signOutEverywhere({ subject }) {
      tokens.forget(({ accountId }) => accountId === subject);
    },
  };
}

const PUBLIC_GRANTS = ['authorization_code', 'refresh_token'] as const;
