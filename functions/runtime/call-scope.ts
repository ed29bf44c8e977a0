import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { closeResource, mustClose } from './open-resource.ts';

/** Everything a call's code opens, however deep in a library: timers, sockets, servers, files, processes. */
export interface CallScope {
  /** Runs code whose resources belong to this call. */
  run<Result>(code: () => Promise<Result>): Promise<Result>;
  /** Closes what is open. What the call's code still opens later is closed as soon as it is there (D4). */
  close(): void;
}

class Scope implements CallScope {
  readonly #opened = new Map<number, object>();
  #closed = false;

  run<Result>(code: () => Promise<Result>): Promise<Result> {
    running.add(this);
    return scopes.run(this, code);
  }

  get closed(): boolean {
    return this.#closed;
  }

  add(asyncId: number, resource: object): void {
    // Node calls while it is still building the resource. A microtask comes after that and before any event.
    if (this.#closed) scopes.exit(() => queueMicrotask(() => closeResource(resource)));
    else this.#opened.set(asyncId, resource);
  }

  remove(asyncId: number): void {
    this.#opened.delete(asyncId);
  }

  close(): void {
    this.#closed = true;
    running.delete(this);
    scopes.exit(() => {
      for (const resource of this.#opened.values()) closeResource(resource);
    });
    this.#opened.clear();
  }
}

const scopes = new AsyncLocalStorage<Scope>();
const running = new Set<Scope>();
const owners = new Map<number, Scope>();
let tracking = false;

/** Opens the scope of one call. */
export function callScope(): CallScope {
  trackResources();
  return new Scope();
}

/** Starts watching, once per environment: with the first call, so that loading the code costs nothing. */
function trackResources(): void {
  if (tracking) return;
  tracking = true;
  keepOutputOpen();
  process.on('unhandledRejection', forgiveEndedCalls);
  createHook({
    trackPromises: false,
    init(asyncId, type, trigger, resource) {
      const scope = scopes.getStore() ?? bornOutside(type, trigger);
      if (!scope || !mustClose(type)) return;
      owners.set(asyncId, scope);
      scope.add(asyncId, resource);
    },
    destroy(asyncId) {
      owners.get(asyncId)?.remove(asyncId);
      owners.delete(asyncId);
    },
  }).enable();
}

/**
 * Node makes two kinds of resources outside of any call's code: connections a server accepted, which name the server,
 * and opened files, which name nobody. A Lambda environment serves one call at a time, so a file is that call's.
 */
function bornOutside(type: string, trigger: number): Scope | undefined {
  if (type !== 'FILEHANDLE') return owners.get(trigger);
  const [only, ...others] = running;
  return others.length === 0 ? only : undefined;
}

/** Node makes these streams when they are first used; inside a call they would be closed with it. */
function keepOutputOpen(): void {
  for (const stream of [process.stdout, process.stderr]) stream.writable;
}

/**
 * Closing what a call left running makes promises fail that nobody awaits. They must not end the process while the
 * call's answer is on its way; every other rejection ends it, as Node does by default.
 */
function forgiveEndedCalls(reason: unknown): void {
  if (!scopes.getStore()?.closed) throw reason;
  const cause = reason instanceof Error ? reason.name : typeof reason;
  console.error(JSON.stringify({ level: 'warn', message: 'work that a call did not wait for was cut off', cause }));
}
