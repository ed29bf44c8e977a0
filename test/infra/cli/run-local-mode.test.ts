import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runLocalMode } from '../../../infra/cli/run-local-mode.ts';

const MODULE = new URL('../../../infra/cli/run-local-mode.ts', import.meta.url).href;

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-local-mode-'));
  file = join(folder, 'main.mjs');
});
afterEach(() => rm(folder, { recursive: true }));

test.each([
  [`process.exit(process.argv.slice(2).join(' ') === '--port 0' ? 0 : 1);`, 0],
  ['process.exit(2);', 2],
  ['process.exit(77);', 1],
])('%s ends with %i', async (program, code) => {
  await writeFile(file, program);
  expect(await runLocalMode(['--port', '0'], file)).toBe(code);
});

test('says so when local mode was killed', async () => {
  await writeFile(file, `process.kill(process.pid, 'SIGKILL');`);
  await expect(runLocalMode([], file)).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching('SIGKILL'),
  });
});

test('a signal to the command reaches local mode, which ends in its own way', async () => {
  await writeFile(
    file,
    `import { writeFileSync } from 'node:fs';
     const alive = setInterval(() => {}, 1000);
     process.on('SIGTERM', () => { clearInterval(alive); process.exitCode = 0; process.disconnect(); });
     writeFileSync(process.argv[2], '');`,
  );
  const before = process.listenerCount('SIGTERM');
  const ready = join(folder, 'ready');
  const ended = runLocalMode([ready], file);
  await vi.waitFor(() => access(ready), 10_000);
  process.emit('SIGTERM', 'SIGTERM');
  expect(await ended).toBe(0);
  expect(process.listenerCount('SIGTERM')).toBe(before);
});

test('Ctrl-C reaches local mode once: it is in a process group of its own', async () => {
  await writeFile(
    file,
    `import { writeFileSync } from 'node:fs';
     try { process.kill(-process.pid, 0); writeFileSync(process.argv[2], ''); } finally { process.disconnect(); }`,
  );
  expect(await runLocalMode([join(folder, 'leads')], file)).toBe(0);
  await access(join(folder, 'leads'));
});

test('local mode learns that the command was killed', async () => {
  const ended = join(folder, 'ended');
  await writeFile(
    file,
    `import { writeFileSync } from 'node:fs';
     process.once('disconnect', () => writeFileSync(process.argv[2], ''));
     console.log('ready');`,
  );
  const command = `import { runLocalMode } from ${JSON.stringify(MODULE)}; await runLocalMode([process.argv[1]], ${JSON.stringify(file)});`;
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', command, ended], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(parent.stdout, 'data');
  parent.kill('SIGKILL');
  await vi.waitFor(() => access(ended), 10_000);
});
