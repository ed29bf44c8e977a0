import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SecretCallerGrants } from '../../../infra/grants/secret-caller-grants.ts';
import { CALLER_ID } from '../../../shared/caller.ts';
import { ENTRY, exampleContract, exampleTool } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';
import { roleOf } from '../policies-of.ts';

function secretAndTool(props: secretsmanager.SecretProps = {}) {
  const { stack, gateway, tool } = exampleTool();
  const secret = new secretsmanager.Secret(stack, 'Key', props);
  const rights = () => roleOf(plainTemplate(stack), 'GatewayLookCallerRole').statements;
  return { stack, gateway, tool, secret, rights };
}

function secretPolicies(stack: Stack): unknown[] {
  return ofType(plainTemplate(stack), 'AWS::SecretsManager::ResourcePolicy').map(([, it]) => it.ResourcePolicy);
}

const LOOK = 'arn:<AWS::Partition>:iam::<AWS::AccountId>:role/sallyport/mcp/mcp-look';

/** Denies the value to all but these. */
const onlyFor = (...roles: string[]) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'secretsmanager:GetSecretValue',
      Resource: '*',
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': roles } },
    },
  ],
});

describe('a shared secret', () => {
  test('is read by its tool, and this is all the tool may do with secrets (H2, D1)', () => {
    const { tool, secret, rights } = secretAndTool();
    SecretCallerGrants.shared(secret).read(tool);
    expect(rights()).toEqual([
      {
        Effect: 'Allow',
        Action: ['secretsmanager:GetSecretValue'],
        Resource: [expect.stringMatching(/^<Key\w+>$/)],
      },
    ]);
  });

  test('denies its value to everybody who is not lent to that tool (H2)', () => {
    const { stack, tool, secret } = secretAndTool();
    SecretCallerGrants.shared(secret).read(tool);
    expect(secretPolicies(stack)).toEqual([onlyFor(LOOK)]);
  });

  test('of two tools lets both in and nobody else; so does one with a rotation (H2)', () => {
    const { stack, gateway, tool, secret } = secretAndTool();
    const rotation = new iam.Role(stack, 'Rotation', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const see = gateway.addTool('See', { contract: exampleContract('see'), entry: ENTRY });
    SecretCallerGrants.shared(secret).read(tool);
    SecretCallerGrants.shared(secret, { otherReaders: [rotation] }).read(see);
    const rotating = expect.stringMatching(/^<Rotation\w+\.Arn>$/);
    expect(secretPolicies(stack)).toEqual([onlyFor(LOOK, LOOK.replace('look', 'see'), rotating)]);
  });

  test('of another stack of the app can be given without a circle between the stacks', () => {
    const { stack, tool } = secretAndTool();
    const other = new Stack(stack.node.root as never, 'Secrets');
    SecretCallerGrants.shared(new secretsmanager.Secret(other, 'Key')).read(tool);
    expect(secretPolicies(other)).toEqual([onlyFor(LOOK)]);
  });

  test('that was imported by name is named with its random end left open, and no further (H2)', () => {
    const { stack, tool, rights } = secretAndTool();
    SecretCallerGrants.shared(secretsmanager.Secret.fromSecretNameV2(stack, 'Old', 'desk/rates')).read(tool);
    expect(rights().flatMap(({ Resource }) => Resource)).toEqual([
      'arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:desk/rates-??????',
    ]);
    expect(secretPolicies(stack)).toEqual([]);
  });

  test.each(['*', '?', '${aws:username}'])('refuses an imported ARN with %s in it (D1)', (wide) => {
    const { stack, tool } = secretAndTool();
    const secretPartialArn = `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${wide}`;
    const secret = secretsmanager.Secret.fromSecretAttributes(stack, 'Wide', { secretPartialArn });
    expect(() => SecretCallerGrants.shared(secret).read(tool)).toThrow('a secret is named without wildcards');
  });

  test('with a key of its own is decrypted through Secrets Manager alone (D5)', () => {
    const { stack } = secretAndTool();
    const { tool, secret, rights } = secretAndTool({ encryptionKey: kms.Key.fromKeyArn(stack, 'K', KEY_ARN) });
    SecretCallerGrants.shared(secret).read(tool);
    expect(rights()).toContainEqual(ON_KEY);
  });

  test('fails when the grantee is no tool, because it is lent to nobody', () => {
    const { stack, secret } = secretAndTool();
    const role = new iam.Role(stack, 'Stranger', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    // @ts-expect-error a role is no tool
    expect(() => SecretCallerGrants.shared(secret).read(role)).toThrow(
      'a caller grant on a secret goes to a tool, as addTool() returns it, got Role',
    );
  });
});

const KEY_ARN = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-4333-8444-555555555555';
const ON_KEY = {
  Effect: 'Allow',
  Action: ['kms:Decrypt'],
  Resource: [KEY_ARN],
  Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.<AWS::Region>.<AWS::URLSuffix>' } },
};

const OWN =
  'arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:accounts/${aws:PrincipalTag/caller}';

describe('a secret of each caller', () => {
  test('is read by its name and its tag, both of which are the caller’s (H2)', () => {
    const { tool, rights } = secretAndTool();
    SecretCallerGrants.perCaller('accounts').read(tool);
    expect(rights()).toEqual([
      {
        Effect: 'Allow',
        Action: ['secretsmanager:GetSecretValue'],
        Resource: [`${OWN}-??????`],
        Condition: { StringEquals: { 'aws:ResourceTag/caller': '${aws:PrincipalTag/caller}' } },
      },
    ]);
  });

  test('with a key is decrypted through Secrets Manager alone (D5)', () => {
    const { stack, tool, rights } = secretAndTool();
    const encryptionKey = kms.Key.fromKeyArn(stack, 'K', KEY_ARN);
    SecretCallerGrants.perCaller('accounts', { encryptionKey }).read(tool);
    expect(rights()).toContainEqual(ON_KEY);
  });

  test('is never another caller’s: no name of one matches the pattern of another, however alike (H2)', () => {
    const id = fc.stringMatching(CALLER_ID);
    const end = fc.stringMatching(/^[A-Za-z0-9]{6}$/);
    const alike = fc.oneof(
      fc.tuple(id, id),
      fc.tuple(id, end).map(([one, six]) => [one, `${one}-${six}`] as const),
      fc.tuple(id, id).map(([one, two]) => [one, `${one}${two}`] as const),
    );
    fc.assert(
      fc.property(alike, end, ([one, other], six) => {
        fc.pre(one !== other);
        expect(matches(`accounts/${one}-??????`, `accounts/${one}-${six}`)).toBe(true);
        expect(matches(`accounts/${one}-??????`, `accounts/${other}-${six}`)).toBe(false);
        expect(matches(`accounts/${other}-??????`, `accounts/${one}-${six}`)).toBe(false);
      }),
    );
  });

  test('refuses a prefix that is empty, ends with a slash or holds a wildcard or variable (C6)', () => {
    const bad = fc
      .tuple(fc.string(), fc.constantFrom('*', '?', '${', '//', '\n'), fc.string())
      .map((it) => it.join(''));
    fc.assert(
      fc.property(fc.oneof(bad, fc.constantFrom('', '/', 'users/', '/users')), (prefix) => {
        expect(() => SecretCallerGrants.perCaller(prefix)).toThrow('secrets of callers are named without wildcards');
      }),
    );
  });
});

/** `?` is any one character (IAM User Guide, "Using wildcards in resource ARNs"). */
function matches(pattern: string, text: string): boolean {
  const fits = (wanted: string, at: number) => wanted === '?' || wanted === text[at];
  return pattern.length === text.length && [...pattern].every(fits);
}

describe('addSecret', () => {
  const variables = (stack: Stack) =>
    ofType(plainTemplate(stack), 'AWS::Lambda::Function').find(([, it]) => it.FunctionName === 'mcp-look')?.[1]
      .Environment;

  test('tells the function where the secret is and nothing else about it (H1)', () => {
    const { stack, tool, secret, rights } = secretAndTool();
    tool.addSecret('rates_key', SecretCallerGrants.shared(secret));
    expect(variables(stack)).toEqual({
      Variables: { SECRET_RATES_KEY_ARN: expect.stringMatching(/^<Key\w+>$/) },
    });
    expect(rights().flatMap(({ Action }) => Action)).toEqual(['secretsmanager:GetSecretValue']);
  });

  test('says where the caller stands in the name, where each has one', () => {
    const { stack, tool } = secretAndTool();
    tool.addSecret('account', SecretCallerGrants.perCaller('accounts'));
    expect(variables(stack)).toEqual({
      Variables: { SECRET_ACCOUNT_ARN: OWN.replace('${aws:PrincipalTag/caller}', '{caller}') },
    });
  });

  test('fails at a name that is taken', () => {
    const { tool, secret } = secretAndTool();
    tool.addSecret('rates_key', SecretCallerGrants.shared(secret));
    expect(() => tool.addSecret('rates_key', SecretCallerGrants.perCaller('accounts'))).toThrow(
      'Example/Gateway/Look: a variable is set once, got "SECRET_RATES_KEY_ARN" twice',
    );
  });

  test.each(['', 'Rates', 'rates-key', 'rates key', '__proto__', '1st', 'x'.repeat(41)])(
    'fails at a name that is not snake_case: %j',
    (name) => {
      const { tool, secret } = secretAndTool();
      expect(() => tool.addSecret(name, SecretCallerGrants.shared(secret))).toThrow('names of secrets are snake_case');
    },
  );
});
