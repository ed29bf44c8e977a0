import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A synthesised fixture. */
export interface Assembly {
  readonly folder: string;
  remove(): void;
}

/** Synthesises a fixture app of `test/e2e/fixture/` into a folder of its own. */
export async function synthesizeFixture(app: string): Promise<Assembly> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-assembly-'));
  try {
    await run(process.execPath, [`test/e2e/fixture/${app}`], { env: { ...process.env, CDK_OUTDIR: folder } });
  } catch (error) {
    throw new Error(`${app} does not synthesise: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
