import type { TestProject } from 'vitest/node';
import { synthesizeFixture } from './synthesize-fixture.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the synthesised fixture: the reference deployment and the tools that turned against it. */
    assembly: string;
    /** Folder of the fixture whose clients may come by metadata document and by registration. */
    signInAssembly: string;
    /** Folder of the fixture that machines may call. */
    machineAssembly: string;
  }
}

/** Synthesises the fixtures once for all end-to-end tests. */
export async function setup(project: TestProject): Promise<() => void> {
  const [reference, signIn, machines] = await Promise.all(
    ['app.ts', 'sign-in-app.ts', 'machine-app.ts'].map(synthesizeFixture),
  );
  if (!reference || !signIn || !machines) throw new Error('a fixture is missing');
  project.provide('assembly', reference.folder);
  project.provide('signInAssembly', signIn.folder);
  project.provide('machineAssembly', machines.folder);
  return () => {
    for (const { remove } of [reference, signIn, machines]) remove();
  };
}
