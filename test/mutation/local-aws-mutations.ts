import { mutationsOf } from './mutation.ts';

const SIGNATURE = ['test/infra/local/aws/verify-signature.test.ts'];
const STS = ['test/infra/local/aws/sts.test.ts'];
const IAM = ['test/infra/local/aws/iam-service.test.ts'];

/** Where local mode answers as the services of AWS do: signatures, sessions, permissions. */
export const LOCAL_AWS_MUTATIONS = [
  ...mutationsOf('infra/local/aws/verify-signature.ts', SIGNATURE, [
    ['D5', 'the signature is checked', 'if (equal(expected.replaceAll', 'if (true || equal(expected.replaceAll'],
    ['D5', 'an expired session is refused', 'session.credentials.expiration <= check.now()', 'false'],
    ['D5', 'the session token belongs to the key', '|| !equal(token, session.credentials.sessionToken)', ''],
    ['D5', 'an old request is refused', '!(Math.abs(signedAt.getTime() - now.getTime()) <= MAX_SKEW_MS)', 'false'],
    ['D5', 'the signature is for this region', 'if (claimed.region === region) return;', 'return;'],
    ['D5', 'only IAM is signed for another region', "claimed.service === 'iam' && ", ''],
    ['D5', 'headers that mean something are signed', 'if (!signedHeaders.includes(name)) throw', 'if (false) throw'],
    [
      'D5',
      'the body is the one that was signed',
      "declared !== createHash('sha256').update(body).digest('hex')",
      'false',
    ],
  ]),
  ...mutationsOf('infra/local/aws/received-request.ts', SIGNATURE, [
    ['D5', 'a header sent twice is refused', 'if (values.length > 1) throw', 'if (false) throw'],
    [
      'A3',
      'a body has a size',
      "if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();",
      '',
    ],
  ]),
  ...mutationsOf('infra/local/aws/loopback-guard.ts', SIGNATURE, [
    ['A5', 'another Host is refused', 'host !== `127.0.0.1:${port}` && host !== `localhost:${port}`', 'false'],
    ['A5', 'a browser is refused', 'if (origin !== undefined)', 'if (false)'],
  ]),
  ...mutationsOf(
    'infra/local/aws/loopback-server.ts',
    ['test/infra/local/loopback-only.test.ts'],
    [
      [
        'A12',
        'the AWS endpoint listens on loopback alone',
        "server.listen(parts.port, '127.0.0.1')",
        'server.listen(parts.port)',
      ],
    ],
  ),
  ...mutationsOf('infra/local/aws/access-control.ts', STS, [
    [
      'D1',
      'a decision against the caller stops the request',
      'if (allows(request, question)) return;',
      'allows(request, question);\n      return;',
    ],
    [
      'B9',
      'the session policy takes part',
      '...(sessionPolicies === undefined ? {} : { session: sessionPolicies }),',
      '',
    ],
  ]),
  ...mutationsOf('infra/local/aws/assume-role.ts', STS, [
    [
      'B9',
      'the trust policy decides',
      'access.require(request, { action, resource: role.arn, context, ...trust })',
      'void { access, action, context, ...trust }',
    ],
    ['D9', 'tags need a permission of their own', "...(tagged ? ['sts:TagSession'] : [])", ''],
    [
      'B9',
      'a source identity needs a permission of its own',
      "...(wanted.sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity'])",
      '',
    ],
    [
      'D5',
      'a chained session lasts an hour at most',
      "session.kind === 'session' && DurationSeconds > CHAINED_SECONDS",
      'false',
    ],
    [
      'B9',
      'the source identity stays along a chain',
      'input.SourceIdentity !== undefined && input.SourceIdentity !== sourceIdentity',
      'false',
    ],
    [
      'D9',
      'transitive tags stay along a chain',
      'inherited.some((tag) => tag.Key.toLowerCase() === Key.toLowerCase())',
      'false',
    ],
    [
      'B9',
      'a session policy narrows',
      'if (Policy === undefined) return undefined;',
      'if (Policy !== "") return undefined;',
    ],
  ]),
  ...mutationsOf('infra/local/aws/function-credentials.ts', STS, [
    [
      'D1',
      'a function’s role must trust Lambda',
      "if (!access.allowsService('lambda.amazonaws.com', { ...trust, resourceRule: 'must-allow' }))",
      'if (false)',
    ],
  ]),
  ...mutationsOf(
    'infra/local/aws/credential-store.ts',
    ['test/infra/local/aws/credential-store.test.ts'],
    [['D5', 'an expired session is forgotten at last', '      forgetExpired(sessions, issuedAt);\n', '']],
  ),
  ...mutationsOf(
    'infra/local/aws/dynamodb-question.ts',
    ['test/infra/local/aws/dynamodb-service.test.ts'],
    [
      [
        'D9',
        'a query says whose rows it reads',
        "...(leading.length > 0 ? { 'dynamodb:LeadingKeys': leading } : {}),",
        '',
      ],
      [
        'D9',
        'a request without the partition key is not judged',
        'if (condition !== undefined && values.length === 0)',
        'if (false)',
      ],
    ],
  ),
  ...mutationsOf(
    'infra/local/aws/dynamodb-service.ts',
    ['test/infra/local/aws/dynamodb-service.test.ts'],
    [
      [
        'D9',
        'every table of a batch is asked about',
        'for (const table of tables) authorise(name, table, request, parts);',
        '',
      ],
    ],
  ),
  ...mutationsOf(
    'infra/local/aws/lambda-service.ts',
    ['test/infra/local/aws/lambda-service.test.ts'],
    [['C5', 'who invokes a function needs the permission', '      requireInvoke(request, functionName, parts);\n', '']],
  ),
  ...mutationsOf(
    'infra/local/aws/logs-service.ts',
    ['test/infra/local/aws/logs-service.test.ts'],
    [
      [
        'I3',
        'who writes a log needs the permission',
        '  access.require(request, {\n    action,',
        '  void access;\n  void ({\n    action,',
      ],
    ],
  ),
  ...mutationsOf(
    'infra/local/aws/kms-access.ts',
    ['test/infra/local/aws/kms-service.test.ts'],
    [['H3', 'the key policy must allow', "{ resourcePolicy: key.policy, resourceRule: 'must-allow' }", '{}']],
  ),
  ...mutationsOf(
    'infra/local/aws/secret-access.ts',
    ['test/infra/local/aws/secrets-manager-service.test.ts'],
    [
      ['H2', 'who reads a secret may use its key', 'if (keyId === undefined) return;', 'return;'],
      ['H2', 'a secret’s own policy takes part', 'resourcePolicy: secret?.policy,', ''],
    ],
  ),
  ...mutationsOf('infra/local/aws/assume-role-input.ts', STS, [
    ['C1', 'parameters nobody knows are refused', 'const Input = z.strictObject', 'const Input = z.object'],
    ['D9', 'a tag is set once', 'if (keys.size < Tags.length) throw', 'if (false) throw'],
  ]),
  ...mutationsOf('infra/local/aws/role-policies.ts', STS, [
    [
      'C1',
      'a managed policy nobody knows stops local mode',
      'throw new UnknownInTemplate(`the managed policy ${arn}`, where);',
      "return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };",
    ],
  ]),
  ...mutationsOf('infra/local/aws/policy-store.ts', IAM, [
    ['C1', 'a policy has a size', 'if (lengthOf(text) > MAX_CHARACTERS) throw', 'if (false) throw'],
    ['C1', 'a policy has five versions', 'if (policy.versions.length >= MAX_VERSIONS)', 'if (false)'],
    ['B7', 'the version in force is not deleted', 'if (policy.defaultVersion.id === versionId)', 'if (false)'],
    ['B7', 'a new default comes into force', 'asDefault ? version : policy.defaultVersion', 'policy.defaultVersion'],
  ]),
  ...mutationsOf('infra/local/aws/role-policies.ts', IAM, [
    ['B7', 'a boundary narrows, as it is now', 'return bounding?.();', 'return undefined;'],
  ]),
  ...mutationsOf('infra/local/aws/iam-service.ts', IAM, [
    [
      'D1',
      'who rewrites a policy needs the permission',
      'access.require(request, { action: `iam:${name}`, resource: PolicyArn.parse(parameters.PolicyArn) });',
      'void { access, request };',
    ],
  ]),
  ...mutationsOf(
    'infra/local/aws/s3-request.ts',
    ['test/infra/local/aws/s3-service.test.ts'],
    [['C1', 'S3 options nobody knows are refused', 'if (found !== undefined) throw', 'if (false) throw']],
  ),
  ...mutationsOf(
    'infra/local/aws/kms-cipher.ts',
    ['test/infra/local/aws/kms-service.test.ts'],
    [
      [
        'H3',
        'a ciphertext opens in its own context only',
        'decipher.setAAD(contextBytes(context)).setAuthTag',
        'decipher.setAAD(contextBytes({})).setAuthTag',
      ],
    ],
  ),
  ...mutationsOf(
    'infra/local/aws/answer-request.ts',
    ['test/infra/local/aws/lambda-service.test.ts'],
    [
      [
        'A10',
        'an unexpected error says nothing outside',
        "return { reason: 'internal' }",
        "return { reason: 'invalid_input', detail: String(error) }",
      ],
    ],
  ),
  ...mutationsOf('infra/local/aws/authorization-header.ts', SIGNATURE, [
    [
      'D5',
      'a request without a signature is refused',
      "if (header === undefined) throw new AwsError({ reason: 'missing_token' });",
      "if (header === undefined) throw new AwsError({ reason: 'internal' });",
    ],
  ]),
];
