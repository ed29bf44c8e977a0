import { inject } from 'vitest';
import { type Running, startFixture } from '../local-mode.ts';

/** Starts the fixture whose clients may come by document and by registration. */
export function startSignInFixture(): Promise<Running> {
  return startFixture({ assembly: inject('signInAssembly') });
}
