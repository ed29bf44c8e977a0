import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { findKeycloak, KEYCLOAK, KEYCLOAK_FOLDER } from './distribution.ts';
import { javaEnvironment } from './java-environment.ts';

const run = promisify(execFile);

/** Keycloak 26 needs it. */
const LEAST_JAVA = 17;
const DOWNLOAD_MS = 300_000;
const BUILD_MS = 300_000;

/** Something this machine lacks; no fault of the code. */
class Missing extends Error {}

/**
 * Fetches Keycloak from where Maven fetches things on this machine, checks it, and makes it ready to start.
 *
 * Says what it does on stderr. On stdout: nothing when Keycloak is ready, else the one line why it cannot be had here.
 */
async function main(): Promise<void> {
  if (findKeycloak() !== undefined) return say(`Keycloak ${KEYCLOAK.version} is here already`);
  await requireJava();
  await mkdir(dirname(KEYCLOAK_FOLDER), { recursive: true });
  const work = await mkdtemp(`${KEYCLOAK_FOLDER}-`);
  try {
    const archive = await download(work);
    await checkDigest(archive);
    await run('tar', ['-xzf', archive, '-C', work]);
    const folder = join(work, `keycloak-${KEYCLOAK.version}`);
    await build(folder);
    // In one step, so that nobody ever finds half of it.
    await rename(folder, KEYCLOAK_FOLDER);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function requireJava(): Promise<void> {
  const java = process.env.JAVA_HOME === undefined ? 'java' : join(process.env.JAVA_HOME, 'bin/java');
  const { stderr } = await run(java, ['-version']).catch(() => {
    throw new Missing('no Java');
  });
  const version = Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  if (version < LEAST_JAVA) throw new Missing(`Java ${LEAST_JAVA} or later is needed, got ${version}`);
}

/** Mirrors and proxies are the machine's settings of Maven; this repository names none. */
async function download(folder: string): Promise<string> {
  say(`fetching Keycloak ${KEYCLOAK.version} with Maven, 176 MB`);
  const words = ['-B', '-q', 'dependency:copy', `-DoutputDirectory=${folder}`];
  const artifact = `-Dartifact=org.keycloak:keycloak-quarkus-dist:${KEYCLOAK.version}:tar.gz`;
  await run('mvn', [...words, artifact], { timeout: DOWNLOAD_MS }).catch((error: NodeJS.ErrnoException) => {
    throw new Missing(error.code === 'ENOENT' ? 'no Maven to fetch it with' : 'Maven could not fetch its distribution');
  });
  return join(folder, `keycloak-quarkus-dist-${KEYCLOAK.version}.tar.gz`);
}

async function checkDigest(archive: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(archive), hash);
  if (hash.digest('hex') !== KEYCLOAK.sha256)
    throw new Error('the distribution of Keycloak is not the one that was pinned');
}

/** What is fixed before a start, which then takes half the time. The database is in memory and ends with the process. */
async function build(folder: string): Promise<void> {
  say('building Keycloak');
  const words = ['build', '--db=dev-mem'];
  await run(join(folder, 'bin/kc.sh'), words, { env: javaEnvironment(), timeout: BUILD_MS }).catch((error: Error) => {
    say(error.message);
    throw new Missing('its build failed on this machine');
  });
}

function say(line: string): void {
  console.error(line);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  console.log(error.message);
}
