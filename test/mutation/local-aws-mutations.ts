import { mutationsOf } from './mutation.ts';

const SIGNATURE = ['test/infra/local/aws/verify-signature.test.ts'];
const STS = ['test/infra/local/aws/sts.test.ts'];
const EVALUATOR = ['test/infra/local/iam/evaluate.test.ts'];

/** Where local mode answers as AWS does: signatures, sessions, policies. */
export const LOCAL_AWS_MUTATIONS = [
  ...mutationsOf('infra/local/aws/verify-signature.ts', SIGNATURE, [
    ['D5', 'the signature is checked', 'if (equal(expected.replaceAll', 'if (true || equal(expected.replaceAll'],
    ['D5', 'an expired session is refused', 'session.credentials.expiration <= check.now()', 'false'],
    ['D5', 'the session token belongs to the key', '|| !equal(token, session.credentials.sessionToken)', ''],
    ['D5', 'an old request is refused', '!(Math.abs(signedAt.getTime() - now.getTime()) <= MAX_SKEW_MS)', 'false'],
    ['D5', 'the signature is for this region', 'if (claimed.region === region) return;', 'return;'],
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
      '...(sessionPolicies === undefined ? {} : { session: sessionPolicies })',
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
        "...(leading.length > 0 ? { 'dynamodb:LeadingKeys': leading } : {})",
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
  ...mutationsOf('infra/local/iam/evaluate.ts', EVALUATOR, [
    ['B9', 'an explicit deny wins', 'if (denied) return denied;', ''],
    [
      'B9',
      'boundary and session policy narrow',
      'if (!direct) return allAllow([identity, ...limits]);',
      'if (!direct) return allAllow([identity]);',
    ],
    [
      'B9',
      'a silent layer denies',
      'const silent = verdicts.find(({ allowed }) => allowed.length === 0);',
      'const silent = verdicts.every(({ allowed }) => allowed.length === 0) ? verdicts[0] : undefined;',
    ],
    ['B9', 'a trust policy must allow', "return resourceRule === 'must-allow' ||", 'return'],
    [
      'D9',
      'another account’s resource must allow',
      "(account !== undefined && account !== '' && account !== principal.account)",
      'false',
    ],
  ]),
  ...mutationsOf('infra/local/iam/match-statement.ts', EVALUATOR, [
    ['D9', 'conditions of a statement hold', 'if (failed) return', 'if (false) return'],
    ['D1', 'a statement is for its resources', 'resources && !selects(resources', 'false && !selects(resources'],
    ['C5', 'a statement is for its principals', 'if (principals && meant.length === 0)', 'if (false)'],
  ]),
  ...mutationsOf(
    'infra/local/iam/condition.ts',
    ['test/infra/local/iam/condition.test.ts'],
    [
      [
        'D9',
        'an absent key does not satisfy a comparison',
        "return quantifier === 'all' || (quantifier === 'one' && (negated || ifExists))",
        'return true',
      ],
      ['D9', 'Null is judged', 'return condition.absent === (got === undefined)', 'return true'],
    ],
  ),
  ...mutationsOf(
    'infra/local/iam/text-pattern.ts',
    ['test/infra/local/iam/text-pattern.test.ts'],
    [['D9', 'an empty tag is no value', 'return value || fallback', 'return value ?? fallback']],
  ),
  ...mutationsOf(
    'infra/local/iam/known-condition-keys.ts',
    ['test/infra/local/iam/known-condition-keys.test.ts'],
    [
      [
        'C1',
        'a condition key nobody fills stops local mode',
        'throw new UnknownInPolicy(`the condition key ${key}`, where);',
        'return key;',
      ],
    ],
  ),
  ...mutationsOf(
    'infra/local/iam/policy-document.ts',
    ['test/infra/local/iam/policy-document.test.ts'],
    [
      [
        'C1',
        'an element nobody knows stops local mode',
        'const RawStatement = z.strictObject',
        'const RawStatement = z.object',
      ],
    ],
  ),
];
