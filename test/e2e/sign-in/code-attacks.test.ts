import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startSignInFixture } from '../clients/sign-in-fixture.ts';
import type { Running } from '../local-mode.ts';
import { answerOf, ask, exchange, newAttempt, REDIRECT, register } from './attempt.ts';

/** Attacks on codes, tokens and client metadata documents, through the whole stack. */
let running: Running;
beforeAll(async () => {
  running = await startSignInFixture();
});
afterAll(() => running.close());

describe('PKCE (B11, AS2)', () => {
  test.each([
    ['without a challenge', { code_challenge: undefined, code_challenge_method: undefined }],
    ['with the plain method', { code_challenge_method: 'plain' }],
    ['without a method, which means plain', { code_challenge_method: undefined }],
    ['with a challenge that is no digest', { code_challenge: 'short' }],
  ])('a request %s is refused at the client’s address', async (_, changes) => {
    const answer = await ask(newAttempt(running), changes);
    const location = new URL(answer.headers.get('location') ?? '');
    expect(`${location.origin}${location.pathname}`).toBe(REDIRECT);
    expect(location.searchParams.get('error')).toBe('invalid_request');
  });

  test.each([
    ['no verifier', undefined],
    ['a wrong verifier', 'B'.repeat(64)],
    ['an empty verifier', ''],
  ])('a code with %s gives no token, and is used up or still bound', async (_, code_verifier) => {
    const attempt = newAttempt(running);
    const code = (await answerOf(attempt)).get('code') ?? '';
    const { status, body } = await exchange(attempt, code, { code_verifier });
    expect(status).toBe(400);
    expect(body).not.toHaveProperty('access_token');
  });
});

describe('codes and resources (B11, RS3)', () => {
  test('a code serves once', async () => {
    const attempt = newAttempt(running);
    const code = (await answerOf(attempt)).get('code') ?? '';
    expect((await exchange(attempt, code)).body).toHaveProperty('access_token');
    expect(await exchange(attempt, code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('a code of one client gives another client nothing, even with the right verifier', async () => {
    const attempt = newAttempt(running);
    const code = (await answerOf(attempt)).get('code') ?? '';
    const attacker = await register(running);
    expect((await exchange(attempt, code, { client_id: attacker })).status).toBeGreaterThanOrEqual(400);
    expect((await exchange(attempt, code)).body, 'nobody may go on guessing').not.toHaveProperty('access_token');
  });

  test('a code gives nothing with another redirect address', async () => {
    const attempt = newAttempt(running);
    const code = (await answerOf(attempt)).get('code') ?? '';
    const { status } = await exchange(attempt, code, { redirect_uri: 'https://attacker.example/callback' });
    expect(status).toBe(400);
  });

  test('a token for another resource is neither asked for nor given', async () => {
    const resource = 'https://other.example/mcp';
    const asked = await ask(newAttempt(running), { resource });
    expect(new URL(asked.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_target');
    const attempt = newAttempt(running);
    const code = (await answerOf(attempt)).get('code') ?? '';
    expect(await exchange(attempt, code, { resource })).toMatchObject({
      status: 400,
      body: { error: 'invalid_target' },
    });
  });

  test('a scope of the pool itself is refused, so no token can read or change the person’s account (C6)', async () => {
    const answer = await ask(newAttempt(running), { scope: 'aws.cognito.signin.user.admin' });
    expect(new URL(answer.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_scope');
  });
});

describe('client metadata documents do not make the server fetch what it must not (F9)', () => {
  test.each([
    'http://169.254.169.254/latest/meta-data/iam',
    'https://169.254.169.254/client.json',
    'https://[fd00:ec2::254]/client.json',
    'https://localhost/client.json',
    'https://internal.example/client.json',
    'https://claude.ai.attacker.example/client.json',
    'https://claude.ai@attacker.example/client.json',
    'https://claude.ai:8443/client.json',
    'ftp://claude.ai/client.json',
    'file:///etc/passwd',
  ])('%s is refused, at once and without a word about it', async (client_id) => {
    const started = Date.now();
    const answer = await ask(newAttempt(running), { client_id });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
    expect(Date.now() - started, 'no connection was tried').toBeLessThan(3000);
  });

  test('a document is not followed to another address', async () => {
    const asked: string[] = [];
    const target = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.url === '/moved.json') response.writeHead(302, { location: '/client.json' }).end();
      else response.end('{}');
    });
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      target.close();
    });
    const address = target.address();
    if (address === null || typeof address === 'string') throw new Error('the system gave no port');
    const answer = await ask(newAttempt(running), { client_id: `http://127.0.0.1:${address.port}/moved.json` });
    expect(answer.status).toBe(400);
    expect(asked).toEqual(['/moved.json']);
  });
});
