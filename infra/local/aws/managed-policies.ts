import type { Json } from '../../../shared/json-schema.ts';

const LOG_ACTIONS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/** What the AWS managed policies this table knows allow, by the last part of their ARN. */
export const MANAGED_POLICIES: { readonly [name: string]: Json } = {
  'service-role/AWSLambdaBasicExecutionRole': allow(LOG_ACTIONS),
  'service-role/AWSLambdaVPCAccessExecutionRole': allow([
    ...LOG_ACTIONS,
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ]),
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': allow([
    ...LOG_ACTIONS,
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:FilterLogEvents',
    'logs:GetLogEvents',
  ]),
  AWSXRayDaemonWriteAccess: allow([
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:GetSamplingStatisticSummaries',
  ]),
};

function allow(actions: readonly string[]): Json {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
}
