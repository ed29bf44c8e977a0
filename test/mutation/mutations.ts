import { AUTHORIZER_MUTATIONS } from './authorizer-mutations.ts';
import { GATEWAY_MUTATIONS } from './gateway-mutations.ts';
import { INFRA_MUTATIONS } from './infra-mutations.ts';
import { LOCAL_AWS_MUTATIONS } from './local-aws-mutations.ts';
import { LOCAL_HOST_MUTATIONS } from './local-host-mutations.ts';
import type { Mutation } from './mutation.ts';
import { RUNTIME_MUTATIONS } from './runtime-mutations.ts';
import { SHARED_MUTATIONS } from './shared-mutations.ts';

/** Every control of the project, and how it is taken out. */
export const MUTATIONS: readonly Mutation[] = [
  ...SHARED_MUTATIONS,
  ...AUTHORIZER_MUTATIONS,
  ...GATEWAY_MUTATIONS,
  ...RUNTIME_MUTATIONS,
  ...INFRA_MUTATIONS,
  ...LOCAL_AWS_MUTATIONS,
  ...LOCAL_HOST_MUTATIONS,
];
