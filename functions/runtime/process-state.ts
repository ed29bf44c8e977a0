/** What code of a call could leave behind in the process itself. */
export interface ProcessState {
  /**
   * Puts everything back as it was.
   *
   * @returns the global names that could not be removed.
   */
  restore(): readonly string[];
}

/** Remembers environment variables, global names and process listeners. */
export function rememberProcess(): ProcessState {
  const environment = { ...process.env };
  const globals = new Set(Reflect.ownKeys(globalThis));
  const listeners = processListeners();

  return {
    restore() {
      restoreEnvironment(environment);
      removeListeners(listeners);
      return removeGlobals(globals);
    },
  };
}

function restoreEnvironment(before: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  for (const [name, value] of Object.entries(before)) if (process.env[name] !== value) process.env[name] = value;
}

/** Raw, so that a `once` listener is found under the function that is registered. */
function processListeners(): ReadonlyMap<string | symbol, readonly unknown[]> {
  return new Map(process.eventNames().map((event) => [event, process.rawListeners(event)]));
}

function removeListeners(before: ReadonlyMap<string | symbol, readonly unknown[]>): void {
  for (const event of process.eventNames()) {
    const known = before.get(event) ?? [];
    for (const listener of process.rawListeners(event)) {
      if (!known.includes(listener)) Reflect.apply(process.off, process, [event, listener]);
    }
  }
}

/** Node's own fetch keeps its connection pool under such a name; the pool's sockets are closed with the call. */
const OF_NODE = /^Symbol\(undici\./;

function removeGlobals(before: ReadonlySet<string | symbol>): readonly string[] {
  const added = Reflect.ownKeys(globalThis).filter((name) => !before.has(name) && !OF_NODE.test(String(name)));
  return added.filter((name) => !Reflect.deleteProperty(globalThis, name)).map(String);
}
