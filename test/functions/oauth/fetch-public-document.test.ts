import type { LookupAddress } from 'node:dns';
import { createServer, type RequestListener, request as requestHttp, type Server } from 'node:http';
import type { RequestOptions } from 'node:https';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type FetchParts, publicDocumentFetcher } from '../../../functions/oauth/fetch-public-document.ts';

const PUBLIC: LookupAddress = { address: '93.184.215.14', family: 4 };
const PUBLIC_6: LookupAddress = { address: '2606:4700::1111', family: 6 };
const URL_HTTPS = 'https://claude.ai/client.json';
const JSON_TYPE = { 'content-type': 'application/json' };

const REFUSED = expect.objectContaining({ failure: expect.objectContaining({ reason: 'client_document_refused' }) });
const UNREACHABLE = expect.objectContaining({ failure: { reason: 'client_document_unreachable' } });

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<number> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  if (typeof address !== 'object' || address === null) throw new Error('expected a port');
  return address.port;
}

/** Opens real connections in the clear, whatever the URL says, so that a test needs no certificate. */
const inTheClear: FetchParts['request'] = (url, options, answer) =>
  requestHttp({ ...options, protocol: 'http:', host: url.hostname, port: url.port, path: url.pathname }, answer);

function fetcher(parts: Partial<FetchParts> = {}) {
  return publicDocumentFetcher({
    lookup: async () => [PUBLIC],
    request: () => {
      throw new Error('must not connect');
    },
    loopbackAllowed: false,
    ...parts,
  });
}

/** Fetches over the loopback, as in local mode, where the wire can be watched. */
async function fetchFrom(listener: RequestListener, parts: Partial<FetchParts> = {}) {
  const port = await serve(listener);
  const lookup = async () => [{ address: '127.0.0.1', family: 4 }];
  const local = fetcher({ lookup, request: requestHttp, loopbackAllowed: true, ...parts });
  return local(`http://127.0.0.1:${port}/client.json`);
}

describe('before anything is sent', () => {
  test.each([
    '10.0.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '169.254.170.2',
    '100.64.0.1',
    '198.18.0.1',
    '203.0.113.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    'fd00:ec2::254',
    'fe80::1',
    '::ffff:127.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    '2001::1',
  ])('a host at %s is refused, also when it has a public address as well (F9)', async (address) => {
    const request = vi.fn<FetchParts['request']>();
    const bad = { address, family: address.includes(':') ? 6 : 4 };
    for (const answers of [[bad], [PUBLIC, bad], [bad, PUBLIC_6]]) {
      await expect(fetcher({ lookup: async () => answers, request })(URL_HTTPS)).rejects.toEqual(REFUSED);
    }
    expect(request).not.toHaveBeenCalled();
  });

  test.each(['https://0x7f.1/c', 'https://2130706433/c', 'https://[::ffff:7f00:1]/c', 'https://0177.0.0.1/c'])(
    'an address in odd form is judged by what it means: %s (F9)',
    async (url) => {
      const asked: string[] = [];
      // the system's own resolver answers a literal with itself
      const lookup = async (hostname: string) => {
        asked.push(hostname);
        return [{ address: hostname, family: hostname.includes(':') ? 6 : 4 }];
      };
      await expect(fetcher({ lookup })(url)).rejects.toEqual(REFUSED);
      expect(asked).toHaveLength(1);
    },
  );

  test.each(['http://claude.ai/c', 'file:///etc/passwd', 'ftp://claude.ai/c', 'data:application/json,{}'])(
    '%s is refused: documents come over https (F9)',
    async (url) => {
      const lookup = vi.fn(async () => [PUBLIC]);
      for (const loopbackAllowed of [true, false]) {
        await expect(fetcher({ lookup, loopbackAllowed })(url)).rejects.toEqual(REFUSED);
      }
      expect(lookup).not.toHaveBeenCalled();
    },
  );

  test('in AWS the loopback is refused over http as well as over https (F9)', async () => {
    const lookup = async () => [{ address: '127.0.0.1', family: 4 }];
    await expect(fetcher({ lookup })('http://127.0.0.1:9001/c')).rejects.toEqual(REFUSED);
    await expect(fetcher({ lookup })('https://localhost/c')).rejects.toEqual(REFUSED);
  });

  test('in local mode the name localhost must lead to this machine, and https must not (F9)', async () => {
    const elsewhere = fetcher({ lookup: async () => [PUBLIC], loopbackAllowed: true });
    await expect(elsewhere('http://localhost/c')).rejects.toEqual(REFUSED);
    const here = fetcher({ lookup: async () => [{ address: '127.0.0.1', family: 4 }], loopbackAllowed: true });
    await expect(here('https://localhost/c')).rejects.toEqual(REFUSED);
  });

  test.each([
    ['no address', async () => []],
    ['no answer', async () => Promise.reject(new Error('ENOTFOUND'))],
    ['no answer in time', () => new Promise<never>(() => undefined)],
  ])('a host with %s from DNS is unreachable', async (_, lookup) => {
    await expect(fetcher({ lookup, timeoutMs: 50 })(URL_HTTPS)).rejects.toEqual(UNREACHABLE);
  });
});

describe('the connection', () => {
  async function optionsOf(lookup: FetchParts['lookup']): Promise<RequestOptions> {
    const request = vi.fn<FetchParts['request']>(() => {
      throw new Error('far enough');
    });
    await expect(fetcher({ lookup, request })(URL_HTTPS)).rejects.toEqual(UNREACHABLE);
    expect(String(request.mock.calls[0]?.[0])).toBe(URL_HTTPS);
    return request.mock.calls[0]?.[1] ?? {};
  }

  function resolve({ lookup }: RequestOptions, all: boolean): unknown {
    let answer: unknown;
    lookup?.('claude.ai', { all }, (_, ...found) => {
      answer = found;
    });
    return answer;
  }

  test('goes to the addresses that were checked, though DNS says something else by then (F9)', async () => {
    const lookup = vi
      .fn<FetchParts['lookup']>()
      .mockResolvedValueOnce([PUBLIC, PUBLIC_6])
      .mockResolvedValue([{ address: '169.254.169.254', family: 4 }]);
    const options = await optionsOf(lookup);
    expect(resolve(options, true)).toEqual([[PUBLIC, PUBLIC_6]]);
    expect(resolve(options, false)).toEqual([PUBLIC.address, PUBLIC.family]);
    expect(lookup).toHaveBeenCalledTimes(1);
  });

  test('is made for this request alone, without an agent that might know a proxy (F9)', async () => {
    const { agent, method, host, servername } = await optionsOf(async () => [PUBLIC]);
    // neither name is replaced: certificate and Host header are those of the URL
    expect({ agent, method, host, servername }).toEqual({ agent: false, method: 'GET' });
  });

  test('asks for nothing compressed and says nothing of anybody', async () => {
    const { headers } = await optionsOf(async () => [PUBLIC]);
    expect(headers).toEqual({ accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'sallyport' });
  });

  test('that ends up at a private address after all is cut before the answer is read (F9)', async () => {
    const port = await serve((_, response) => response.writeHead(200, JSON_TYPE).end('{"secret":1}'));
    const request: FetchParts['request'] = (url, options, answer) =>
      inTheClear(
        url,
        { ...options, lookup: (_, __, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]) },
        answer,
      );
    await expect(fetcher({ request })(`https://claude.ai:${port}/client.json`)).rejects.toEqual(REFUSED);
  });
});

describe('the answer', () => {
  test('is read with its headers', async () => {
    const seen: unknown[] = [];
    const fetched = await fetchFrom((request, response) => {
      seen.push(request.method, request.url);
      response.writeHead(200, { ...JSON_TYPE, 'cache-control': 'max-age=60' }).end('{"a":"ü"}');
    });
    expect(fetched.text).toBe('{"a":"ü"}');
    expect(fetched.headers['cache-control']).toBe('max-age=60');
    expect(seen).toEqual(['GET', '/client.json']);
  });

  test.each(['application/json; charset=utf-8', 'Application/JSON', 'application/client+json'])(
    'may be %s',
    async (type) => {
      const fetched = fetchFrom((_, response) => response.writeHead(200, { 'content-type': type }).end('{}'));
      await expect(fetched).resolves.toMatchObject({ text: '{}' });
    },
  );

  test.each([
    'text/html',
    'text/plain',
    'application/javascript',
    'application/jsonp',
    'text/json',
    'application/+json',
    '',
  ])('is refused as %j (AS5)', async (type) => {
    const fetched = fetchFrom((_, response) => response.writeHead(200, { 'content-type': type }).end('{}'));
    await expect(fetched).rejects.toEqual(REFUSED);
  });

  test.each([301, 302, 303, 304, 307, 308])('%d is not followed (F9)', async (status) => {
    let asked = 0;
    const fetched = fetchFrom((_, response) => {
      asked += 1;
      response.writeHead(status, { ...JSON_TYPE, location: '/other' }).end('{}');
    });
    await expect(fetched).rejects.toEqual(REFUSED);
    expect(asked).toBe(1);
  });

  test.each([201, 204, 206, 404, 500])('%d is no document', async (status) => {
    const fetched = fetchFrom((_, response) => response.writeHead(status, JSON_TYPE).end());
    await expect(fetched).rejects.toEqual(UNREACHABLE);
  });

  test('is refused when it is too long, however it is sent (F9)', async () => {
    const sized = fetchFrom((_, response) => response.writeHead(200, JSON_TYPE).end('x'.repeat(16_385)));
    await expect(sized).rejects.toEqual(REFUSED);
  });

  test('is cut when it never ends (F9)', async () => {
    const endless = fetchFrom((_, response) => {
      response.writeHead(200, JSON_TYPE);
      const more = () => !response.destroyed && response.write('x'.repeat(4096), more);
      more();
    });
    await expect(endless).rejects.toEqual(REFUSED);
  });

  test('may have exactly 16 KiB', async () => {
    const full = fetchFrom((_, response) => response.writeHead(200, JSON_TYPE).end('x'.repeat(16_384)));
    await expect(full).resolves.toMatchObject({ text: 'x'.repeat(16_384) });
  });

  test.each([
    ['never begins', () => undefined],
    [
      'stops in the middle',
      (response: import('node:http').ServerResponse) => response.writeHead(200, JSON_TYPE).write('{'),
    ],
  ])('that %s is given up in time (F9)', async (_, answer) => {
    const start = performance.now();
    const slow = fetchFrom((__, response) => void answer(response), { timeoutMs: 100 });
    await expect(slow).rejects.toEqual(UNREACHABLE);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('that drips is given up in time as well (F9)', async () => {
    const drip = fetchFrom(
      (_, response) => {
        response.writeHead(200, JSON_TYPE);
        const timer = setInterval(() => response.write(' '), 20);
        response.once('close', () => clearInterval(timer));
      },
      { timeoutMs: 200 },
    );
    await expect(drip).rejects.toEqual(UNREACHABLE);
  });

  test('is refused compressed: what is counted is what came (F9)', async () => {
    const packed = fetchFrom((_, response) =>
      response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end('{}'),
    );
    await expect(packed).rejects.toEqual(REFUSED);
  });

  test('is refused when it is not UTF-8', async () => {
    const bytes = fetchFrom((_, response) => response.writeHead(200, JSON_TYPE).end(Buffer.from([0xff, 0xfe])));
    await expect(bytes).rejects.toEqual(REFUSED);
  });

  test('has headers of bounded size (F9)', async () => {
    const wide = fetchFrom((_, response) => response.writeHead(200, { ...JSON_TYPE, x: 'x'.repeat(9000) }).end('{}'));
    await expect(wide).rejects.toEqual(UNREACHABLE);
  });
});
