import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WEB_ACCESS } from '../../../functions/oauth/web-access.ts';

test('the network is asked for all addresses of a host, so that none is left unchecked (F9)', async () => {
  await expect(WEB_ACCESS.lookup('127.0.0.1')).resolves.toEqual([{ address: '127.0.0.1', family: 4 }]);
});

test('an https address is never asked in the clear (F9)', async () => {
  const asked: unknown[] = [];
  const server = createServer((request) => asked.push(request.url));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const error = await new Promise((resolve) => {
    WEB_ACCESS.request(new URL(`https://127.0.0.1:${port}/c`), {}, resolve)
      .once('error', resolve)
      .end();
  });
  expect(error).toBeInstanceOf(Error);
  expect(asked).toEqual([]);
  server.close();
});
