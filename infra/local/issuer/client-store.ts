import type { PoolClient } from './pool-clients.ts';

/** The clients of the pool: those of the template, and those that came and went since. */
export interface ClientStore {
  find(id: string): PoolClient | undefined;
  count(): number;
  add(client: PoolClient): void;
  /** Whether there was one. */
  remove(id: string): boolean;
  hasSignInPage(id: string): boolean;
  addSignInPage(id: string): void;
}

/** Keeps the clients in memory; a restart forgets all but the template's. */
export function clientStore(clients: readonly PoolClient[], withSignInPage: readonly string[]): ClientStore {
  const byId = new Map(clients.map((client) => [client.id, client]));
  const pages = new Set(withSignInPage);
  return {
    find: (id) => byId.get(id),
    count: () => byId.size,
    add(client) {
      byId.set(client.id, client);
    },
    remove(id) {
      pages.delete(id);
      return byId.delete(id);
    },
    hasSignInPage: (id) => pages.has(id),
    addSignInPage(id) {
      pages.add(id);
    },
  };
}
