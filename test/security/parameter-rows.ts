import { sessionPolicyName } from '../../shared/resource-names.ts';
import { type Desk, functionsOf, GATEWAY } from './desk.ts';
import { anOperator, lentTo } from './everybody-rows.ts';
import { type MatrixRow, may, mayNot, STRANGE_ACCOUNT, session, type Wish } from './matrix-row.ts';

/** Who reads the templates of session policies: the gateway, its own, one by one. Nobody writes them at run time. */
export function parameterRows(desk: Desk): readonly MatrixRow[] {
  const { account, region } = desk.stack;
  const gateway = session('the gateway', desk.gateway.role);
  const arn = (name: string, at = region, owner = account) => `arn:aws:ssm:${at}:${owner}:parameter${name}`;
  const on = (words: string, resource: string, action = 'ssm:GetParameter'): Wish => ({
    words: `use ${action} on ${words}`,
    requirement: 'D5',
    action,
    resource,
  });
  const own = desk.tools.map(({ name }) => on(`the template of ${name}`, arn(sessionPolicyName(GATEWAY, name))));
  const first = sessionPolicyName(GATEWAY, 'get_order');
  const others = [
    ...functionsOf(desk)
      .filter(([, { arn: other }]) => other !== desk.gateway.arn)
      .map(([name, { role }]) => session(name, role)),
    ...desk.tools.map((tool) => lentTo(tool, 'alice')),
    anOperator(desk),
  ];
  return [
    ...own.map((wish) => may(gateway, wish)),
    mayNot(gateway, on('a template of the gateway mcp-eu', arn(sessionPolicyName('mcp-eu', 'get_order')))),
    mayNot(gateway, on('a parameter beside its own', arn('/sallyport/other'))),
    mayNot(gateway, on('a parameter of the team', arn('/billing/mcp/key'))),
    mayNot(gateway, on('a template in another region', arn(first, 'eu-north-1'))),
    mayNot(gateway, on('a template of another account', arn(first, region, STRANGE_ACCOUNT))),
    ...WRITING.map((action) => mayNot(gateway, { ...on('its own template', arn(first), action), requirement: 'C4' })),
    ...others.flatMap((asker) => [
      mayNot(asker, { ...on('the template of get_order', arn(first)), requirement: 'C4' }),
      mayNot(asker, { ...on('the template of get_order', arn(first), 'ssm:PutParameter'), requirement: 'C4' }),
    ]),
  ];
}

/** All that changes a template, and all that reads more than one text at once. */
const WRITING = [
  'ssm:PutParameter',
  'ssm:DeleteParameter',
  'ssm:LabelParameterVersion',
  'ssm:GetParameterHistory',
  'ssm:GetParametersByPath',
];
