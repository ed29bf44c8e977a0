import { mutationsOf } from './mutation.ts';

const NETWORKS = ['test/infra/network/tool-networks.test.ts'];
const NETWORK = ['test/infra/network/tool-network.test.ts'];
const SETTLED = ['test/infra/network/settle-network.test.ts'];
const MATRIX = ['test/security/policy-matrix.test.ts'];
const TEMPLATE = ['test/security/template.test.ts'];
const READ = ['test/infra/local/lambda/function-network.test.ts'];
const FENCE = ['test/infra/local/lambda/fence-network.test.ts'];

/** What tools can reach: what is wired, what passes endpoints, and what local mode lets through. */
export const EGRESS_MUTATIONS = [
  ...mutationsOf('infra/network/settle-network.ts', SETTLED, [
    [
      'E7',
      'what is wired is what the contract says',
      'if (isDeepStrictEqual(wired, said)) return given;',
      'return given;',
    ],
    ['H4', 'a NAT gateway is not made unasked', 'if (hosts.length > 0) {', 'if (false) {'],
    [
      'H4',
      'a tool that needs nothing gets nothing',
      "need === 'none' ? ToolNetwork.none() : ToolNetwork.awsOnly()",
      'ToolNetwork.awsOnly()',
    ],
  ]),
  ...mutationsOf('infra/network/tool-network.ts', NETWORK, [
    ['H4', 'hosts are whole names', 'if (!need.success) {', 'if (false) {'],
    ['H4', 'services are single ones', 'if (!SERVICE.test(service) || FREE.includes(service)) {', 'if (false) {'],
  ]),
  ...mutationsOf('infra/network/tool-vpc.ts', NETWORKS, [
    [
      'H4',
      'a tool without network has no resolver',
      "enableDnsSupport: this.plan.kind !== 'none'",
      'enableDnsSupport: true',
    ],
    ['H4', 'a secret needs a way to it', 'if (plan.services.includes(service)) return;', 'return;'],
    [
      'H4',
      'nothing leaves unasked',
      "      description: 'Functions of tools',\n      allowAllOutbound: false,",
      "      description: 'Functions of tools',\n      allowAllOutbound: true,",
    ],
    [
      'H4',
      'AWS is reached without a route',
      "plan.kind === 'hosts' ? ec2.SubnetType",
      "plan.kind !== 'none' ? ec2.SubnetType",
    ],
    ['H4', 'a host is looked up because it is on the list', "...(plan.kind === 'hosts' ? plan.hosts : []),", "'*',"],
  ]),
  ...mutationsOf('infra/network/tool-vpc.ts', TEMPLATE, [
    ['H4', 'HTTPS is all that leaves', "ec2.Port.tcp(443), 'HTTPS')", "ec2.Port.allTcp(), 'HTTPS')"],
    [
      'H4',
      'gateway endpoints have a policy',
      '      endpoint.addToPolicy(endpointStatement(this, this.gatewayName));\n    }\n',
      '    }\n',
    ],
  ]),
  ...mutationsOf('infra/network/dns-firewall.ts', TEMPLATE, [
    ['H4', 'other names are blocked', "action: 'BLOCK'", "action: 'ALERT'"],
    ['H4', 'the firewall fails closed', "firewallFailOpen: 'DISABLED'", "firewallFailOpen: 'ENABLED'"],
  ]),
  ...mutationsOf('infra/network/endpoint-policy.ts', MATRIX, [
    ['H4', 'endpoints are for loans of this gateway', "      ArnLike: { 'aws:PrincipalArn': loans },\n", ''],
    ['H4', 'endpoints lead to this account', "      StringEquals: { 'aws:ResourceAccount': stack.account },\n", ''],
  ]),
  ...mutationsOf('infra/network/function-network.ts', MATRIX, [
    ['D1', 'code has no right to network interfaces', 'effect: iam.Effect.DENY', 'effect: iam.Effect.ALLOW'],
  ]),
  ...mutationsOf('infra/network/rejected-traffic-log.ts', MATRIX, [
    ['D1', 'the role of flow logs is for this account', "StringEquals: { 'aws:SourceAccount': account }, ", ''],
  ]),
  ...mutationsOf('infra/network/tool-networks.ts', NETWORKS, [
    ['H4', 'rejections are written down', '    this.rejected.watch(id, made.vpc);\n', ''],
  ]),
  ...mutationsOf('infra/isolated-function.ts', NETWORKS, [
    ['H4', 'a tool’s function is in its VPC', '      ...(network && placeIn(network)),\n', ''],
  ]),
  ...mutationsOf('infra/local/lambda/function-network.ts', READ, [
    ['H4', 'a group that lets nothing out counts', 'if (!groups.some(', 'if (false && !groups.some('],
    ['H4', 'a VPC without a resolver counts', "if (!read('AWS::EC2::VPC', vpcId, Vpc).EnableDnsSupport)", 'if (false)'],
    ['H4', 'hosts need a route', "names === 'all' || !goesOut ? []", "names === 'all' ? []"],
    ['H4', 'a firewall that only counts is none', "Action === 'BLOCK' && names.includes('*')", "names.includes('*')"],
  ]),
  ...mutationsOf('infra/local/lambda/fence-network.cjs', FENCE, [
    [
      'H4',
      'connections are judged',
      'const passes = !path && allowed.has(`${host}:${port}`);',
      'const passes = !path;',
    ],
    ['H4', 'local sockets are closed', 'const passes = !path && allowed', 'const passes = Boolean(path) || allowed'],
    [
      'H4',
      'an allowed name leads where the resolver says',
      '{ ...rest, host, port, lookup }',
      '{ ...rest, host, port }',
    ],
    [
      'H4',
      'names are judged by callback',
      '    tell(plain(name));\n    setImmediate(callback, unknownName(plain(name)));\n    return {};\n',
      '    return ask.call(this, name, ...rest);\n',
    ],
    [
      'H4',
      'names are judged by promise',
      '    tell(plain(name));\n    throw unknownName(plain(name));\n',
      '    return ask.call(this, name, ...rest);\n',
    ],
    ['H4', 'UDP is closed', '  fenceDatagrams();\n', ''],
  ]),
];
