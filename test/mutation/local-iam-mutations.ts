import { mutationsOf } from './mutation.ts';

const EVALUATOR = ['test/infra/local/iam/evaluate.test.ts'];

/** Where local mode judges policies as IAM does. */
export const LOCAL_IAM_MUTATIONS = [
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
  ...mutationsOf(
    'infra/local/iam/match-statement.ts',
    ['test/infra/local/iam/aws-cases.test.ts'],
    [['D9', 'conditions of a statement hold', 'if (failed) return', 'if (false) return']],
  ),
  ...mutationsOf('infra/local/iam/match-statement.ts', EVALUATOR, [
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

  ...mutationsOf(
    'infra/local/iam/arn-pattern.ts',
    ['test/infra/local/iam/arn-pattern.test.ts'],
    [['D9', 'a variable stands in the resource only', 'if (patterns.slice(0, -1).some(hasVariable))', 'if (false)']],
  ),
  ...mutationsOf('infra/local/iam/matches-principal.ts', EVALUATOR, [
    ['C5', 'a session without a role is not judged', 'if (roleArn === undefined) throw', 'if (false) throw'],
  ]),
  ...mutationsOf(
    'infra/local/iam/principal-pattern.ts',
    ['test/infra/local/iam/policy-document.test.ts'],
    [
      [
        'C5',
        'a principal nobody knows stops local mode',
        'throw new UnknownInPolicy(`the principal ${type}: ${value}`, where);',
        "return { kind: 'anyone' };",
      ],
    ],
  ),
  ...mutationsOf(
    'infra/local/iam/glob.ts',
    ['test/infra/local/iam/glob.test.ts'],
    [
      [
        'D9',
        'a pattern fits to the end of the text',
        "return wanted.slice(next).every((piece) => isWildcard(piece, '*'));",
        'return true;',
      ],
    ],
  ),
];
