import type { DeployedResource } from '../../infra/local/template/deployed-stack.ts';
import { callerRolePath } from '../../shared/resource-names.ts';
import { type Desk, type DeskTool, functionsOf, GATEWAY } from './desk.ts';
import { lentTo } from './everybody-rows.ts';
import {
  type Asker,
  almighty,
  type MatrixRow,
  may,
  mayNot,
  STRANGE_ACCOUNT,
  service,
  session,
  type Wish,
} from './matrix-row.ts';
import { administrator, STRANGER } from './trust-rows.ts';

/** What passes the endpoints of the tools' VPCs, who makes network interfaces, and who writes down what was rejected. */
export function networkRows(desk: Desk): readonly MatrixRow[] {
  return [
    ...desk.stack.ofType('AWS::EC2::VPCEndpoint').flatMap((endpoint) => endpointRows(desk, endpoint)),
    ...desk.tools.flatMap((tool) => interfaceRows(desk, tool)),
    ...functionsOf(desk)
      .filter(([, it]) => !desk.tools.some((tool) => tool.function === it))
      .map(([name, it]) => mayNot(session(name, it.role), making(desk))),
    ...rejectedTrafficRows(desk),
  ];
}

/** Whoever asks has every right of his own, at home and there: the endpoint alone decides. */
function endpointRows(desk: Desk, { physicalId, path }: DeployedResource): readonly MatrixRow[] {
  const { account } = desk.stack;
  const through = `${path.split('/').at(-1)} endpoint of ${path.split('/').at(-3)}`;
  const ask = (words: string, owner: string, resource: string): Wish => ({
    words: `${words} through the ${through}`,
    requirement: 'H4',
    action: path.endsWith('S3') ? 's3:PutObject' : 'dynamodb:PutItem',
    resource: path.endsWith('S3') ? resource : `arn:aws:dynamodb:us-east-1:${owner}:table/orders`,
    context: { 'aws:ResourceAccount': owner },
    through: physicalId,
  });
  const own = ask('write to something of this account', account, `${desk.documents}/users/alice/a.txt`);
  const foreign = {
    ...ask('write to something of another account', STRANGE_ACCOUNT, 'arn:aws:s3:::elsewhere/users/alice/a.txt'),
    // Whoever owns it lets everybody write.
    elsewhere: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
  };
  const otherGateway = `arn:aws:iam::${account}:role${callerRolePath(`${GATEWAY}-eu`)}${GATEWAY}-eu-look`;
  const [tool] = desk.tools;
  const loan = tool && almighty(lentTo(tool, 'alice'), 'a loan, had it every right,');
  const others: readonly Asker[] = [
    administrator(account),
    almighty(session('a loan of another gateway, had it every right,', otherGateway)),
  ];
  return [
    ...(loan ? [may(loan, own), mayNot(loan, foreign)] : []),
    ...others.map((asker) => mayNot(asker, own)),
    mayNot(STRANGER, foreign),
  ];
}

/** Rights that Lambda needs on a function's role, as `function-network.ts` has them. */
const INTERFACES = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

function interfaceRows(desk: Desk, tool: DeskTool): readonly MatrixRow[] {
  const lambda = session(`Lambda with the role of ${tool.name}`, tool.function.role);
  const code = session(`the code of ${tool.name} with its own role`, tool.function.role);
  const context = { 'lambda:SourceFunctionArn': tool.function.arn };
  return [
    ...INTERFACES.map((action) => may(lambda, making(desk, action))),
    ...INTERFACES.map((action) => mayNot(code, { ...making(desk, action), context })),
    mayNot(lambda, making(desk, 'ec2:ModifyNetworkInterfaceAttribute')),
    mayNot(lambda, making(desk, 'ec2:AuthorizeSecurityGroupEgress')),
    mayNot(lentTo(tool, 'alice'), making(desk)),
  ];
}

function making({ stack: { region, account } }: Desk, action = 'ec2:CreateNetworkInterface'): Wish {
  const kind = action.endsWith('Egress') ? 'security-group' : 'network-interface';
  const resource = action.startsWith('ec2:Describe') ? '*' : `arn:aws:ec2:${region}:${account}:${kind}/one`;
  return { words: `use ${action}`, requirement: 'D1', action, resource };
}

/** The role under which the VPCs' flow logs are written. */
function rejectedTrafficRows(desk: Desk): readonly MatrixRow[] {
  const { account, region } = desk.stack;
  const { role, log } = desk.rejected;
  const writer = session('the flow logs', role);
  const onLog = (action: string, words: string, group: string): Wish => ({
    words: `use ${action} on ${words}`,
    requirement: 'I5',
    action,
    resource: action === 'logs:DescribeLogStreams' ? group : `${group}:log-stream:eni`,
  });
  const from = (owner: string, source: string) => ({ 'aws:SourceAccount': owner, 'aws:SourceArn': source });
  const flowLog = `arn:aws:ec2:${region}:${account}:vpc-flow-log/fl-1`;
  const become = (words: string, context: Wish['context'] = {}): Wish => ({
    words: `become the role of the flow logs ${words}`,
    requirement: 'D1',
    action: 'sts:AssumeRole',
    resource: role,
    context,
  });
  const right = become('for one of this account', from(account, flowLog));
  const flowLogs = service('The service of flow logs', 'vpc-flow-logs.amazonaws.com', account);
  return [
    ...WRITING.map((action) => may(writer, onLog(action, 'their log', log))),
    // CloudWatch Logs asks for a log group with and without what is in it
    may(writer, {
      ...onLog('logs:DescribeLogStreams', 'what is in their log', log),
      resource: `${log}:log-stream:eni`,
    }),
    mayNot(writer, onLog('logs:GetLogEvents', 'their log', log)),
    ...WRITING.map((action) => mayNot(writer, onLog(action, 'the audit log', desk.auditLog))),
    may(flowLogs, right),
    mayNot(flowLogs, { ...right, words: 'give a tag to the role of the flow logs', action: 'sts:TagSession' }),
    mayNot(flowLogs, become('without saying for which')),
    mayNot(flowLogs, become('for another account', from(STRANGE_ACCOUNT, flowLog))),
    mayNot(flowLogs, become('for something else', from(account, `arn:aws:ec2:${region}:${account}:vpc/vpc-1`))),
    mayNot(service('Lambda', 'lambda.amazonaws.com', account), right),
    mayNot(administrator(account), right),
  ];
}

const WRITING = ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'];
