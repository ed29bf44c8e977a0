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
    trackResources();
    return scopes.run(this, code);
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
    scopes.exit(() => {
      for (const resource of this.#opened.values()) closeResource(resource);
    });
    this.#opened.clear();
  }
}

const scopes = new AsyncLocalStorage<Scope>();
const owners = new Map<number, Scope>();
let tracking = false;

/** Opens the scope of one call. */
export function callScope(): CallScope {
  return new Scope();
}

/** Starts watching, once per environment: with the first call, so that loading the code costs nothing. */
function trackResources(): void {
  if (tracking) return;
  tracking = true;
  keepOutputOpen();
  createHook({
    trackPromises: false,
    init(asyncId, type, _trigger, resource) {
      const scope = scopes.getStore();
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

/** Node makes these streams when they are first used; inside a call they would be closed with it. */
function keepOutputOpen(): void {
  for (const stream of [process.stdout, process.stderr]) stream.writable;
}
