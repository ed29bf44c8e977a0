import type { Adapter, AdapterPayload } from 'oidc-provider';

/** Most entries kept; the oldest give way, which ends the oldest sign-ins first. */
const CAPACITY = 2000;

interface Entry {
  readonly payload: AdapterPayload;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/** The codes, grants, refresh tokens and sessions of one issuer. */
export interface TokenStore {
  /** What oidc-provider keeps one kind of them with. */
  adapter(model: string): Adapter;
  /** Forgets all that fit. */
  forget(fits: (payload: AdapterPayload) => boolean): void;
}

/**
 * Keeps codes, refresh tokens and sessions in the memory of one issuer.
 *
 * oidc-provider's own memory adapter is shared by all providers of a process, which would let one run's codes pass in
 * the next.
 */
export function createTokenStore(now: () => number): TokenStore {
  const entries = new Map<string, Entry>();
  return {
    adapter: (model) => new ModelStore(model, entries, now),
    forget(fits) {
      for (const [key, { payload }] of entries) if (fits(payload)) entries.delete(key);
    },
  };
}

class ModelStore implements Adapter {
  readonly #model: string;
  readonly #entries: Map<string, Entry>;
  readonly #now: () => number;

  constructor(model: string, entries: Map<string, Entry>, now: () => number) {
    this.#model = model;
    this.#entries = entries;
    this.#now = now;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const expires = expiresIn === undefined ? Number.POSITIVE_INFINITY : this.#now() + expiresIn * 1000;
    const key = this.#key(id);
    this.#entries.delete(key);
    this.#entries.set(key, { payload, expires });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= CAPACITY) break;
      this.#entries.delete(oldest);
    }
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const key = this.#key(id);
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (entry.expires > this.#now()) return entry.payload;
    this.#entries.delete(key);
    return undefined;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    for (const { payload } of this.#ofModel()) if (payload.uid === uid) return payload;
    return undefined;
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    for (const { payload } of this.#ofModel()) if (payload.userCode === userCode) return payload;
    return undefined;
  }

  async consume(id: string): Promise<void> {
    const payload = await this.find(id);
    if (payload) payload.consumed = Math.floor(this.#now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    this.#entries.delete(this.#key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, { payload }] of this.#entries) if (payload.grantId === grantId) this.#entries.delete(key);
  }

  *#ofModel(): Iterable<Entry> {
    for (const [key, entry] of this.#entries) {
      if (key.startsWith(`${this.#model}:`) && entry.expires > this.#now()) yield entry;
    }
  }

  #key(id: string): string {
    return `${this.#model}:${id}`;
  }
}
