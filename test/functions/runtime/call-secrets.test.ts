import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Call, ToolError, toolHandler } from '../../../functions/runtime/index.ts';
import { type FakeAws, fakeAws } from '../tools/fake-aws.ts';
import { echo, envelope, invoke, LENT } from './invoke-tool.ts';

/** Put together at run time, so that no scanner takes it for a real one. */
const SECRET = ['canary', '0123456789abcdef', 'end'].join('/');
const ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:rates-AbCdEf';

let aws: FakeAws;
let value: object = {};
const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
beforeAll(async () => {
  aws = await fakeAws();
  aws.answer = () => ({ body: JSON.stringify(value) });
});
afterAll(() => aws.close());
beforeEach(() => {
  value = { SecretString: SECRET };
  process.env.SECRET_RATES_KEY_ARN = ARN;
  process.env.SECRET_ACCOUNT_ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:accounts/{caller}';
  aws.requests.splice(0);
});
afterEach(() => log.mockClear());

/** Runs a tool that does this with its call. */
function run(code: (call: Call) => Promise<string>, callerId = 'alice-1') {
  const handler = toolHandler(echo, async (_, call) => ({ text: await code(call) }));
  return invoke(handler, envelope({}, 'echo', callerId));
}

function asked(): unknown[] {
  return aws.requests.map(({ body }) => JSON.parse(body));
}

test('a tool reads the current value of its secret with the credentials of the call (H2)', async () => {
  const { frames } = await run(async (call) => `${(await call.secret('rates_key')).length}`);
  expect(frames).toEqual([{ type: 'result', output: { text: `${SECRET.length}` } }]);
  expect(asked()).toEqual([{ SecretId: ARN, VersionStage: 'AWSCURRENT' }]);
  expect(aws.requests[0]).toMatchObject({
    action: 'GetSecretValue',
    authorization: expect.stringContaining(LENT.accessKeyId),
  });
});

test('a secret is read once in a call and anew in the next one, so that a rotated value is used (H2)', async () => {
  const both = async (call: Call) => {
    const [first, second] = await Promise.all([call.secret('rates_key'), call.secret('rates_key')]);
    return `${first === second} ${first.length}`;
  };
  await run(both);
  value = { SecretString: `${SECRET}-rotated` };
  const { frames } = await run(both);
  expect(frames).toEqual([{ type: 'result', output: { text: `true ${SECRET.length + 8}` } }]);
  expect(asked()).toHaveLength(2);
});

test('where each caller has a secret, the caller of the call is the one it is asked for (H2)', async () => {
  await run(async (call) => `${(await call.secret('account')).length}`, 'bob-22');
  expect(asked()).toMatchObject([{ SecretId: expect.stringMatching(/:secret:accounts\/bob-22$/) }]);
});

test.each<[string, (secret: string, call: Call) => string]>([
  ['in its result', (secret) => `the key is ${secret}`],
  ['in its result, in base64', (secret) => Buffer.from(`user:${secret}`).toString('base64')],
  ['in its result, in hex', (secret) => Buffer.from(secret).toString('hex')],
  ['in its result, percent-encoded', (secret) => encodeURIComponent(secret)],
  ['in its result, in halves', (secret) => secret.match(/.{1,14}/g)?.join(' ') ?? ''],
  [
    'in a refusal',
    (secret) => {
      throw new ToolError(`cannot use ${secret}`);
    },
  ],
  [
    'in an error',
    (secret) => {
      throw new Error(`cannot use ${secret}`, { cause: new Error(Buffer.from(secret).toString('base64')) });
    },
  ],
  [
    'in its progress',
    (secret, call) => {
      call.progress(1, 2, `using ${secret}`);
      return 'done';
    },
  ],
])('a tool that shows its secret %s fails with the correlation id alone (G5, A10)', async (_, show) => {
  const { text, frames, error } = await run(async (call) => show(await call.secret('rates_key'), call));
  expect(frames).toEqual([]);
  expect(text).toBe('');
  expect(error).toMatchObject({ name: 'ToolFailed', message: "call call-1 failed; the function's log has the cause" });
  const logged = log.mock.calls.flat().join('\n');
  expect(logged).toContain('"tool":"echo"');
  expect(logged).not.toContain(SECRET.slice(0, 14));
  expect(logged).not.toContain(Buffer.from(SECRET).toString('base64').slice(0, 16));
});

test('log lines of a tool show no secret it has read, and the next call’s are written as they are (G5)', async () => {
  const said: unknown[][] = [];
  const info = vi.spyOn(console, 'info').mockImplementation((...line) => void said.push(line));
  const written: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
  try {
    await run(async (call) => {
      const secret = await call.secret('rates_key');
      console.info('headers', { 'x-api-key': secret }, new Error(secret));
      process.stdout.write(Buffer.from(`raw ${secret}\n`));
      return 'done';
    });
    await run(async () => {
      console.info('%s', 'plain');
      return 'done';
    });
  } finally {
    info.mockRestore();
    write.mockRestore();
  }
  expect(said[0]?.[0]).toContain("'x-api-key': '[secret]'");
  expect(JSON.stringify([said, written])).not.toContain(SECRET.slice(0, 14));
  expect(written).toContain('raw [secret]\n');
  expect(said[1]).toEqual(['%s', 'plain']);
});

test.each([
  ['a name that was never given', 'other', {}, 'the tool has no secret other'],
  ['a name of another form', '__proto__', {}, 'names of secrets are snake_case'],
  ['a secret of bytes', 'rates_key', { SecretBinary: 'AAAA' }, 'a secret of bytes'],
  ['a secret that is a word', 'rates_key', { SecretString: 'short' }, 'a secret has at least 8 characters'],
])('fails the call at %s, and says why in the log alone (A10)', async (_, name, given, cause) => {
  value = given;
  const { frames, error } = await run((call) => call.secret(name));
  expect(frames).toEqual([]);
  expect(error).toMatchObject({ name: 'ToolFailed' });
  expect(log.mock.calls.flat().join()).toContain(cause);
});

test('a secret that AWS refuses fails the call without a word about it outside (A10)', async () => {
  const refusal = { status: 400, body: JSON.stringify({ __type: 'AccessDeniedException', message: `not on ${ARN}` }) };
  aws.answer = () => refusal;
  const { error } = await run((call) => call.secret('rates_key'));
  aws.answer = () => ({ body: JSON.stringify(value) });
  expect(error).toMatchObject({ name: 'ToolFailed', message: "call call-1 failed; the function's log has the cause" });
});

describe('a secret of the caller that is not there', () => {
  const missing = (type: string) => {
    aws.answer = () => ({ status: 400, body: JSON.stringify({ __type: type, message: `not on ${ARN} by alice` }) });
  };
  afterEach(() => {
    aws.answer = () => ({ body: JSON.stringify(value) });
  });

  test.each(['ResourceNotFoundException', 'AccessDeniedException'])(
    'is asked for by its name and nothing else when AWS says %s, which it says of both (F12, A10)',
    async (type) => {
      missing(type);
      const info = vi.spyOn(console, 'info').mockImplementation(() => undefined);
      onTestFinished(() => info.mockRestore());
      const { frames, text, error } = await run((call) => call.secret('account'));
      expect(error).toBeUndefined();
      expect(frames).toEqual([{ type: 'input_required', secret: 'account' }]);
      expect(text).not.toContain('arn:');
      expect(info.mock.calls.flat().join()).toContain(type);
    },
  );

  test('fails the call when AWS has another trouble, or all callers share the secret (F12)', async () => {
    missing('InternalServiceError');
    expect((await run((call) => call.secret('account'))).error).toMatchObject({ name: 'ToolFailed' });
    missing('ResourceNotFoundException');
    expect((await run((call) => call.secret('rates_key'))).error).toMatchObject({ name: 'ToolFailed' });
  });
});

test('a secret that does not come is not waited for past the deadline (D6)', async () => {
  let seen: AbortSignal | undefined;
  const handler = toolHandler(echo, async (_, call) => {
    seen = call.signal;
    return { text: await new Promise<string>(() => undefined) };
  });
  await invoke(handler, envelope(), 400);
  expect(seen?.aborted).toBe(true);
});
