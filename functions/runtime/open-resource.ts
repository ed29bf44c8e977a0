/** Resources that let code run later or hold something open, by their names in `node:async_hooks`. */
const CLOSABLE = new Set([
  'Timeout',
  'Immediate',
  'TCPWRAP',
  'TCPSERVERWRAP',
  'TLSWRAP',
  'PIPEWRAP',
  'PIPESERVERWRAP',
  'UDPWRAP',
  'HTTP2SESSION',
  'PROCESSWRAP',
  'WORKER',
  'MESSAGEPORT',
  'FILEHANDLE',
  'FSEVENTWRAP',
  'STATWATCHER',
]);

/** Timers of Node's own libraries serve the whole process: fetch's shared clock, the HTTP date. */
const OF_NODE = /\((?:node:internal\/deps\/undici\/|node:internal\/http:|node:_http_outgoing:)/;

/** Whether a resource must be closed when the call that opened it ends. Call it where the resource is made. */
export function mustClose(type: string): boolean {
  return CLOSABLE.has(type) && !(type === 'Timeout' && OF_NODE.test(new Error().stack ?? ''));
}

/**
 * Closes a resource through its owner (a socket, a server, a process) or else by itself.
 *
 * A resource that is closed already stays so; Node answers that in different ways, none of which is a failure here.
 */
export function closeResource(resource: object): void {
  const target = ownerOf(resource);
  if ('fd' in target && target.fd === -1) return;
  for (const [name, argument] of WAYS) {
    const way: unknown = Reflect.get(target, name);
    if (typeof way !== 'function') continue;
    ignoreClosed(() => Reflect.apply(way, target, argument));
    return;
  }
}

/** In this order: `close` of a socket or process waits, the others do not. */
const WAYS: readonly (readonly [string | symbol, readonly unknown[]])[] = [
  ['destroy', []],
  ['terminate', []],
  ['kill', ['SIGKILL']],
  ['closeAllConnections', []],
  ['close', []],
  [Symbol.dispose, []],
];

function ownerOf(resource: object): object {
  const symbol = Object.getOwnPropertySymbols(resource).find(({ description }) => description === 'owner_symbol');
  const owner: unknown = symbol && Reflect.get(resource, symbol);
  return typeof owner === 'object' && owner !== null ? owner : resource;
}

const CLOSED = new Set(['ERR_SERVER_NOT_RUNNING', 'ERR_SOCKET_DGRAM_NOT_RUNNING', 'EBADF']);

function ignoreClosed(close: () => unknown): void {
  const check = (error: unknown) => {
    if (!(error instanceof Error && 'code' in error && CLOSED.has(String(error.code)))) throw error;
  };
  try {
    const closing = close();
    if (closing instanceof Promise) closing.catch(check);
  } catch (error) {
    check(error);
  }
}
