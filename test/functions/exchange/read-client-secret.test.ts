import { expect, test } from 'vitest';
import { clientSecretReader } from '../../../functions/exchange/read-client-secret.ts';

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:crm';
const SIGNAL = new AbortController().signal;

function reader(answers: readonly object[]) {
  const asked: object[] = [];
  const client = {
    send: async ({ input }: { readonly input: object }) => {
      asked.push(input);
      return answers[asked.length - 1] ?? {};
    },
  };
  return { read: clientSecretReader(async () => client), asked };
}

test('reads the current value anew every time, so that a rotated one is used (H2)', async () => {
  const { read, asked } = reader([{ SecretString: 'old' }, { SecretString: 'new' }]);
  expect([await read(ARN, SIGNAL), await read(ARN, SIGNAL)]).toEqual(['old', 'new']);
  expect(asked).toEqual([
    { SecretId: ARN, VersionStage: 'AWSCURRENT' },
    { SecretId: ARN, VersionStage: 'AWSCURRENT' },
  ]);
});

test.each([
  ['bytes', { SecretBinary: Uint8Array.of(1) }],
  ['nothing', { SecretString: '' }],
])('refuses a secret of %s (C1)', async (_, answer) => {
  await expect(reader([answer]).read(ARN, SIGNAL)).rejects.toThrow("the client's secret has no text");
});
