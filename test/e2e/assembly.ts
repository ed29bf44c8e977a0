import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the synthesised fixture: the reference deployment and the tools that turned against it. */
    assembly: string;
  }
}

/** Synthesises the fixture once for all end-to-end tests. */
export function setup(project: TestProject): () => void {
  const assembly = mkdtempSync(join(tmpdir(), 'sallyport-assembly-'));
  const { status, stderr } = spawnSync(process.execPath, ['test/e2e/fixture/app.ts'], {
    env: { ...process.env, CDK_OUTDIR: assembly },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the fixture does not synthesise: ${stderr}`);
  project.provide('assembly', assembly);
  return () => rmSync(assembly, { recursive: true, force: true });
}
