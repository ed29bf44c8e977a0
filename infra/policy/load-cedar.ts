import { createRequire } from 'node:module';
import type * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { CEDAR_PACKAGE } from '../../shared/policy-file.ts';

export type Cedar = typeof cedar;

const load = createRequire(import.meta.url);

/** Loads Cedar: four megabytes of WebAssembly, so only where policies exist. */
export function loadCedar(): Cedar {
  return load(CEDAR_PACKAGE);
}

/** The installed file that Node loads as Cedar; its WebAssembly lies beside it. */
export function cedarFile(): string {
  return load.resolve(CEDAR_PACKAGE);
}
