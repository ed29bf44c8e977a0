import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pickPerson } from '../../infra/cli/pick-person.ts';
import { freePort } from '../../infra/local/free-port.ts';
import { facadeIssuer } from '../../shared/oauth-paths.ts';
import { type Running, startFixture } from '../e2e/local-mode.ts';
import { type Assembly, synthesizeFixture } from '../e2e/synthesize-fixture.ts';

let assembly: Assembly;
let running: Running;
beforeAll(async () => {
  assembly = await synthesizeFixture('sign-in-app.ts');
  running = await startFixture({ assembly: assembly.folder });
});
afterAll(async () => {
  await running.close();
  assembly.remove();
});

test('the official conformance suite for authorization servers passes: metadata, and a code grant with a person (B5)', async () => {
  const port = await freePort(0);
  const [client] = running.localMode.state.clients;
  const suite = spawn(
    process.execPath,
    [
      'node_modules/@modelcontextprotocol/conformance/dist/index.js',
      'authorization',
      ...['--url', facadeIssuer(running.endpoint)],
      ...['--client-id', client?.id ?? ''],
      ...['--resource', running.endpoint],
      ...['--port', String(port)],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<number | null>((resolve) => suite.once('close', resolve));
  const lines: string[] = [];
  for await (const line of createInterface({ input: suite.stdout })) {
    lines.push(line);
    // The suite prints the address it wants opened in a browser, and waits at the redirect address.
    if (/^https?:\/\/\S+\?response_type=code/.test(line)) await signIn(new URL(line), port);
  }
  const said = lines.join('\n');
  expect(said).toContain('authorization-code-grant');
  expect(said).not.toMatch(/SKIPPED|FAILURE|WARNING/);
  expect(await ended, said).toBe(0);
});

async function signIn(url: URL, port: number): Promise<void> {
  const back = await pickPerson(url, `http://127.0.0.1:${port}/callback`, 'alice');
  await fetch(back);
}
