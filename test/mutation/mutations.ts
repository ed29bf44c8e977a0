import { AUTHORIZER_MUTATIONS } from './authorizer-mutations.ts';
import { CALL_MUTATIONS } from './call-mutations.ts';
import { CONNECT_MUTATIONS } from './connect-mutations.ts';
import { DELEGATION_MUTATIONS } from './delegation-mutations.ts';
import { DOOR_MUTATIONS } from './door-mutations.ts';
import { DOWNSTREAM_MUTATIONS } from './downstream-mutations.ts';
import { EGRESS_MUTATIONS } from './egress-mutations.ts';
import { ENDPOINT_MUTATIONS } from './endpoint-mutations.ts';
import { HANDLE_MUTATIONS } from './handle-mutations.ts';
import { ISSUED_TOKEN_MUTATIONS } from './issued-token-mutations.ts';
import { LINK_MUTATIONS } from './link-mutations.ts';
import { LOAN_MUTATIONS } from './loan-mutations.ts';
import { LOCAL_AWS_MUTATIONS } from './local-aws-mutations.ts';
import { LOCAL_HOST_MUTATIONS } from './local-host-mutations.ts';
import { LOCAL_IAM_MUTATIONS } from './local-iam-mutations.ts';
import { LOCAL_ISSUER_MUTATIONS } from './local-issuer-mutations.ts';
import type { Mutation } from './mutation.ts';
import { OAUTH_ADMISSION_MUTATIONS } from './oauth-admission-mutations.ts';
import { OAUTH_CLIENT_MUTATIONS } from './oauth-client-mutations.ts';
import { OAUTH_MUTATIONS } from './oauth-mutations.ts';
import { OPERATOR_MUTATIONS } from './operator-mutations.ts';
import { POLICY_MUTATIONS } from './policy-mutations.ts';
import { REPORT_MUTATIONS } from './report-mutations.ts';
import { RUNTIME_MUTATIONS } from './runtime-mutations.ts';
import { SECRET_MUTATIONS } from './secret-mutations.ts';
import { SHARED_MUTATIONS } from './shared-mutations.ts';
import { SIGN_IN_MUTATIONS } from './sign-in-mutations.ts';
import { STOP_MUTATIONS } from './stop-mutations.ts';
import { TOOL_MUTATIONS } from './tool-mutations.ts';

/** Every control of the project, and how it is taken out. */
export const MUTATIONS: readonly Mutation[] = [
  ...SHARED_MUTATIONS,
  ...AUTHORIZER_MUTATIONS,
  ...STOP_MUTATIONS,
  ...OPERATOR_MUTATIONS,
  ...OAUTH_MUTATIONS,
  ...HANDLE_MUTATIONS,
  ...OAUTH_CLIENT_MUTATIONS,
  ...OAUTH_ADMISSION_MUTATIONS,
  ...SIGN_IN_MUTATIONS,
  ...DOOR_MUTATIONS,
  ...CALL_MUTATIONS,
  ...LOAN_MUTATIONS,
  ...LINK_MUTATIONS,
  ...DELEGATION_MUTATIONS,
  ...DOWNSTREAM_MUTATIONS,
  ...CONNECT_MUTATIONS,
  ...EGRESS_MUTATIONS,
  ...ISSUED_TOKEN_MUTATIONS,
  ...POLICY_MUTATIONS,
  ...RUNTIME_MUTATIONS,
  ...REPORT_MUTATIONS,
  ...ENDPOINT_MUTATIONS,
  ...TOOL_MUTATIONS,
  ...SECRET_MUTATIONS,
  ...LOCAL_AWS_MUTATIONS,
  ...LOCAL_IAM_MUTATIONS,
  ...LOCAL_HOST_MUTATIONS,
  ...LOCAL_ISSUER_MUTATIONS,
];
