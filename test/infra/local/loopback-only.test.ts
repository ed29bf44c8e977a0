import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { expect, test } from 'vitest';
import { startRestApi } from '../../../infra/local/api/start-rest-api.ts';
import { startIssuer } from '../../../infra/local/issuer/start-issuer.ts';
import { openRuntimeApi } from '../../../infra/local/lambda/runtime-api.ts';
import { apiStack } from './api/api-template.ts';
import { FakeLambda } from './api/fake-lambda.ts';
import { startFixture } from './aws/endpoint-fixture.ts';
import { samplePool } from './issuer/sample-pool.ts';

/** An address of this machine that is not the one local mode names; only Linux gives it without asking. */
const BESIDE = '127.0.0.2';

async function isReached(port: number): Promise<boolean> {
  const socket = connect(port, BESIDE);
  const reached = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return reached;
}

async function everywhere(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer().listen(0, '0.0.0.0');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return { server, port: address.port };
}

/** Whether a server that listens everywhere would be found out here. */
async function canTell(): Promise<boolean> {
  const { server, port } = await everywhere();
  const reached = await isReached(port);
  server.close();
  return reached;
}

interface Running {
  readonly url: string;
  close(): unknown;
}

const servers: readonly [name: string, start: () => Promise<Running>][] = [
  ['API', () => startRestApi({ stack: apiStack(), lambda: new FakeLambda({}), port: 0, onAccessLog: () => undefined })],
  ['AWS endpoint', async () => (await startFixture()).endpoint],
  ['issuer', () => startIssuer({ stack: samplePool(), port: 0 })],
  [
    'Runtime API',
    async () => {
      const { address, close } = await openRuntimeApi({ key: 'k' });
      return { url: `http://${address}`, close };
    },
  ],
];

test.skipIf(!(await canTell())).each(servers)('the %s listens on 127.0.0.1 alone (A12)', async (_, start) => {
  const running = await start();
  try {
    const { hostname, port } = new URL(running.url);
    expect(hostname).toBe('127.0.0.1');
    expect(await isReached(Number(port))).toBe(false);
  } finally {
    await running.close();
  }
});
