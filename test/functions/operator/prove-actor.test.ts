import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { actorProver } from '../../../functions/operator/prove-actor.ts';
import { signOrder } from '../../../infra/cli/sign-order.ts';
import type { ActorProof, OperatorOrder } from '../../../shared/operator-request.ts';
import { type EndpointFixture, startFixture } from '../../infra/local/aws/endpoint-fixture.ts';
import { ACCOUNT, REGION } from '../../infra/local/aws/support-desk-stack.ts';

const ORDER: OperatorOrder = { gateway: 'desk', action: 'disable', target: { kind: 'all' } };
const REFUSED = expect.objectContaining({ reason: 'actor_unknown' });

/** An STS that checks signatures as the real one does. */
let sts: EndpointFixture;
beforeAll(async () => {
  sts = await startFixture();
});
afterAll(() => sts.endpoint.close());

function signed(change: { stsUrl?: string; now?: Date } = {}) {
  const place = { region: REGION, keys: sts.endpoint.operatorCredentials(), stsUrl: sts.endpoint.url, ...change };
  return signOrder(ORDER, place, change.now ?? new Date());
}

function prover(account = ACCOUNT) {
  return actorProver({ stsUrl: sts.endpoint.url, account, fetch });
}

test('the actor is who STS says signed the order (I6)', async () => {
  const { proof, order } = await signed();
  expect(await prover()(proof, order)).toBe(`arn:aws:iam::${ACCOUNT}:user/local-operator`);
});

test('a proof serves for its own order only (I6)', async () => {
  const { proof, order } = await signed();
  await expect(prover()(proof, order.replace('disable', 'enable'))).rejects.toEqual(REFUSED);
});

test('a proof that was signed for another host serves nowhere (I6)', async () => {
  const { proof, order } = await signed({ stsUrl: 'https://sts.eu-central-1.amazonaws.com' });
  await expect(prover()(proof, order)).rejects.toEqual(REFUSED);
});

test('a proof ends with its signature (I6)', async () => {
  const { proof, order } = await signed({ now: new Date(Date.now() - 16 * 60_000) });
  await expect(prover()(proof, order)).rejects.toEqual(REFUSED);
});

test('an identity of another account is nobody (I6)', async () => {
  const { proof, order } = await signed();
  await expect(prover('999999999999')(proof, order)).rejects.toEqual(REFUSED);
});

describe('before anything is sent', () => {
  const never = vi.fn<typeof fetch>();
  const prove = actorProver({ stsUrl: 'https://sts.eu-central-1.amazonaws.com', account: ACCOUNT, fetch: never });
  const without = (name: string) => (proof: ActorProof) => ({
    ...proof,
    authorization: proof.authorization.replace(new RegExp(`${name};|;${name}`), ''),
  });

  test.each<[string, (proof: ActorProof) => ActorProof]>([
    ['does not cover the order', without('x-sallyport-order')],
    ['does not cover the host', without('host')],
    ['does not cover the date', without('x-amz-date')],
    ['does not cover the session token', without('x-amz-security-token')],
    ['covers more than is sent', (p) => ({ ...p, authorization: p.authorization.replace('host;', 'host;x-amz-a;') })],
    ['is of another service', (p) => ({ ...p, authorization: p.authorization.replace('/sts/', '/iam/') })],
    ['is no SigV4', (p) => ({ ...p, authorization: `Bearer ${p.authorization}` })],
    ['starts a second header', (p) => ({ ...p, authorization: `${p.authorization}\r\nhost: elsewhere` })],
    ['has a token that starts a second header', (p) => ({ ...p, securityToken: `${p.securityToken}\r\nhost: x` })],
    ['leaves its session token out', ({ securityToken: _out, ...p }) => p],
  ])('a signature that %s is refused (I6)', async (_what, change) => {
    const { proof, order } = await signed();
    await expect(prove(change(proof), order)).rejects.toEqual(REFUSED);
    expect(never).not.toHaveBeenCalled();
  });
});

describe('what is sent', () => {
  test('goes to our own STS, follows no redirect, and has one body and one set of headers (I6)', async () => {
    const answering = vi.fn<typeof fetch>(async () => new Response('', { status: 403 }));
    const { proof, order } = await signed();
    const stsUrl = 'https://sts.eu-central-1.amazonaws.com';
    await expect(actorProver({ stsUrl, account: ACCOUNT, fetch: answering })(proof, order)).rejects.toEqual(REFUSED);
    const [[url, request] = []] = answering.mock.calls;
    expect(url).toBe(stsUrl);
    expect(request).toMatchObject({
      method: 'POST',
      redirect: 'error',
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
      signal: expect.any(AbortSignal),
    });
    expect(Object.keys({ ...request?.headers }).toSorted()).toEqual([
      'authorization',
      'content-type',
      'x-amz-date',
      'x-amz-security-token',
      'x-sallyport-order',
    ]);
  });
});

describe('an answer counts only whole and plain', () => {
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/operators/kim`;
  const xml = (inner: string) =>
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${inner}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
  const good = xml(`<Arn>${arn}</Arn>`);
  const answered = async (body: string, status = 200) => {
    const { proof, order } = await signed();
    return actorProver({
      stsUrl: sts.endpoint.url,
      account: ACCOUNT,
      fetch: async () => new Response(body, { status }),
    })(proof, order);
  };

  test('the ARN of a role’s session is taken as it is (I6)', async () => {
    expect(await answered(good)).toBe(arn);
    expect(await answered(`<?xml version="1.0" encoding="UTF-8"?>\n${good}`)).toBe(arn);
  });

  test.each<[string, string, number?]>([
    ['a refusal', good, 403],
    ['another page', `<html>${good}</html>`],
    ['no ARN', xml('')],
    ['two ARNs', xml(`<Arn>${arn}</Arn><Arn>${arn}x</Arn>`)],
    ['no ARN of an identity', xml('<Arn>arn:aws:s3:::bucket</Arn>')],
    ['an ARN with markup', xml(`<Arn>${arn}&#10;forged</Arn>`)],
    ['an answer without end', `${good}${' '.repeat(16_384)}`],
  ])('%s is refused (I6)', async (_what, body, status) => {
    await expect(answered(body, status)).rejects.toEqual(REFUSED);
  });

  test('STS that cannot be reached proves nobody (I6)', async () => {
    const { proof, order } = await signed();
    const prove = actorProver({ stsUrl: 'http://127.0.0.1:1', account: ACCOUNT, fetch });
    await expect(prove(proof, order)).rejects.toEqual(REFUSED);
  });
});
