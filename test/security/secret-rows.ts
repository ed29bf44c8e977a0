import { type Desk, functionsOf } from './desk.ts';
import { anOperator, lentTo } from './everybody-rows.ts';
import { type Asker, almighty, type MatrixRow, may, mayNot, session, type Wish } from './matrix-row.ts';
import { administrator, STRANGER } from './trust-rows.ts';

/** Who reads the API key: the one tool that needs it, with what it is lent. Nobody else, whatever his rights (H2). */
export function secretRows(desk: Desk): readonly MatrixRow[] {
  const { ratesKey, stack } = desk;
  const reader = desk.tools.filter(({ grant }) => grant === 'reads rates').map((tool) => lentTo(tool, 'alice'));
  const admin = administrator(stack.account);
  const use = (words: string, action: string, resource = ratesKey): Wish => ({
    words,
    requirement: 'H2',
    action: `secretsmanager:${action}`,
    resource,
  });
  const read = use('read the key for exchange rates', 'GetSecretValue');
  const [name = ''] = ratesKey.split(/-[^-]*$/);
  return [
    ...reader.flatMap((asker) => [
      may(asker, read),
      mayNot(
        asker,
        use('read a secret whose name begins like that of its key', 'GetSecretValue', `${ratesKey}2-AbCdEf`),
      ),
      mayNot(asker, use('read a secret by a name that its key had before', 'GetSecretValue', `${name}-AbCdEf`)),
      ...WRITING.map((action) => mayNot(asker, use(`use ${action} on its key`, action))),
    ]),
    ...others(desk).flatMap((asker) => [
      mayNot(asker, read),
      mayNot(almighty(asker, `${asker.name}, had it every right,`), read),
    ]),
    mayNot(admin, read),
    may(admin, use('write a new key for exchange rates', 'PutSecretValue')),
    may(admin, use('change who reads the key for exchange rates', 'PutResourcePolicy')),
    mayNot(STRANGER, read),
  ];
}

const WRITING = [
  'PutSecretValue',
  'UpdateSecret',
  'DeleteSecret',
  'PutResourcePolicy',
  'DeleteResourcePolicy',
  'DescribeSecret',
];

function others(desk: Desk): readonly Asker[] {
  return [
    ...desk.tools.filter(({ grant }) => grant !== 'reads rates').map((tool) => lentTo(tool, 'alice')),
    ...functionsOf(desk).map(([name, { role }]) => session(name, role)),
    anOperator(desk),
  ];
}
