import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A loopback port that nothing listens on.
 *
 * @param wanted Port to insist on; 0 leaves the choice to the system.
 * @throws Error when the wanted port is taken, with what to do.
 */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  server.listen(wanted, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Error(`port ${wanted} is taken; choose another with --port, or --port 0 for any free one`, {
      cause: error,
    });
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}
