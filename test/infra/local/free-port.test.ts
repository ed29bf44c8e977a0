import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from '../../../infra/local/free-port.ts';

test('a free port can be listened on, and a taken one is refused with what to do', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  await expect(freePort(port)).rejects.toThrow(`port ${port} is taken; choose another with --port`);
  server.close();
});
