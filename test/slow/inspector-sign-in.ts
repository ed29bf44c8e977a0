import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pickPerson } from '../../infra/cli/pick-person.ts';
import { freePort } from '../../infra/local/free-port.ts';

const AUTHORIZATION_URL = /http:\S+\/oauth\/authorize\?\S+/;

/** What the Inspector is told: an endpoint, an id, what to do. No token. */
export interface InspectorSignIn {
  readonly endpoint: string;
  readonly clientId: string;
  readonly person: string;
  readonly words: readonly string[];
}

/**
 * Runs the Inspector's command line without a token and plays the person in the browser it asks for.
 *
 * It wants to open a browser by itself; here it finds commands that open none, and a home of its own for what it keeps.
 *
 * @returns its standard output.
 */
export async function signInWithInspector({ endpoint, clientId, person, words }: InspectorSignIn): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'sallyport-inspector-'));
  for (const opener of ['xdg-open', 'open']) writeFileSync(join(home, opener), '#!/bin/sh\n', { mode: 0o755 });
  const callback = `http://127.0.0.1:${await freePort()}/callback`;
  const target = ['--cli', endpoint, '--transport', 'http', '--client-id', clientId, '--callback-url', callback];
  const inspector = spawn('npx', ['mcp-inspector', ...target, ...words], {
    env: { ...process.env, HOME: home, PATH: `${home}${delimiter}${process.env.PATH}`, MCP_AUTO_OPEN_ENABLED: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    const output = text(inspector.stdout);
    const back = await pickPerson(await askedUrl(inspector.stderr), callback, person);
    await fetch(back);
    return await output;
  } finally {
    inspector.kill();
    rmSync(home, { recursive: true, force: true });
  }
}

/** The address the Inspector prints for its person. It goes on talking, so the stream is read on. */
function askedUrl(stderr: NodeJS.ReadableStream): Promise<URL> {
  return new Promise((resolve, reject) => {
    let said = '';
    stderr.on('data', (chunk) => {
      said += String(chunk);
      const [url] = AUTHORIZATION_URL.exec(said) ?? [];
      if (url !== undefined && said.includes('\n', said.indexOf(url))) resolve(new URL(url));
    });
    stderr.once('end', () => reject(new Error(`the Inspector asked nobody to sign in: ${said}`)));
  });
}
