import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../../infra/local/free-port.ts';
import { javaEnvironment } from './java-environment.ts';

const READY_MS = 240_000;
const ADMINISTRATOR = 'administrator';
/**
 * Runs a command until it ends or nobody holds the other end of standard input any more, however that came about: then all
 * its processes end at once. The database is in memory, so nothing is lost that should be kept.
 */
const WHILE_WATCHED = '{ "$0" "$@"; kill -KILL 0; } & cat >/dev/null; kill -KILL 0';

/** A Keycloak of this test alone, with nothing in it. */
export interface RunningKeycloak {
  readonly url: string;
  readonly administrator: { readonly username: string; readonly password: string };
  stop(): Promise<void>;
}

/** Starts a prepared Keycloak on this machine's loopback. It ends with this process at the latest. */
export async function startKeycloak(folder: string): Promise<RunningKeycloak> {
  const port = await freePort();
  const administrator = { username: ADMINISTRATOR, password: randomBytes(18).toString('base64url') };
  const how = ['start', '--optimized', '--cache=local', '--log-level=warn'];
  const where = ['--http-enabled=true', '--http-host=127.0.0.1', `--http-port=${port}`, '--hostname-strict=false'];
  const server = spawn('sh', ['-c', WHILE_WATCHED, join(folder, 'bin/kc.sh'), ...how, ...where], {
    env: {
      ...javaEnvironment(),
      KC_BOOTSTRAP_ADMIN_USERNAME: administrator.username,
      KC_BOOTSTRAP_ADMIN_PASSWORD: administrator.password,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own, which is what ends.
    detached: true,
  });
  async function stop(): Promise<void> {
    if (hasEnded(server)) return;
    const ended = once(server, 'exit');
    server.stdin.end();
    await ended;
  }
  const url = `http://127.0.0.1:${port}`;
  try {
    await untilReady(url, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, administrator, stop };
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const said: string[] = [];
  server.stdout?.on('data', (chunk) => said.push(String(chunk)));
  server.stderr?.on('data', (chunk) => said.push(String(chunk)));
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  for (let polls = 1; !(await isReady(url)); polls++) {
    if (hasEnded(server)) throw new Error(`Keycloak ended before it was ready: ${said.join('')}`);
    if (performance.now() - started > READY_MS) throw new Error(`Keycloak is not ready after ${seconds()} s`);
    if (polls % 20 === 0) console.log(`keycloak: starting, ${seconds()} s`);
    await sleep(500);
  }
  console.log(`keycloak: ready after ${seconds()} s`);
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/realms/master`)).ok;
  } catch {
    return false;
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
