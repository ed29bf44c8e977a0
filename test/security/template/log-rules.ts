import * as z from 'zod';
import type { DeployedResource } from '../../../infra/local/template/deployed-stack.ts';
import { routeOf } from './route-of.ts';
import { changed, drop, put, type TemplateRule } from './template-rule.ts';

const GROUP = 'AWS::Logs::LogGroup';
const FUNCTION = 'AWS::Lambda::Function';
const STAGE = 'AWS::ApiGateway::Stage';

const Group = z.object({
  RetentionInDays: z.number().optional(),
  DeletionProtectionEnabled: z.boolean().optional(),
  KmsKeyId: z.string().optional(),
});
const Logging = z.object({ LoggingConfig: z.object({ LogGroup: z.string() }).optional() });
const Stage = z.object({
  AccessLogSetting: z.object({ DestinationArn: z.string() }).optional(),
  MethodSettings: z
    .array(
      z.object({
        ThrottlingRateLimit: z.number().optional(),
        ThrottlingBurstLimit: z.number().optional(),
        HttpMethod: z.string(),
        ResourcePath: z.string(),
        DataTraceEnabled: z.boolean().optional(),
      }),
    )
    .default([]),
});

const Settings = z.array(z.record(z.string(), z.json()));

const isEncrypted = ({ KmsKeyId }: DeployedResource['properties']) => KmsKeyId !== undefined;
const isKept = ({ DeletionProtectionEnabled }: DeployedResource['properties']) => DeletionProtectionEnabled === true;

/** Logs end, but not by the hand of those who are in them. */
export const keptLogs: TemplateRule = {
  problemsOf(stack) {
    const groups = stack
      .ofType(GROUP)
      .map(({ properties, physicalId }) => ({ name: physicalId, ...Group.parse(properties) }));
    const writtenBy = stack
      .ofType(FUNCTION)
      .map(({ properties, path }) => ({ path, log: Logging.parse(properties).LoggingConfig?.LogGroup }));
    const records = groups.filter(({ KmsKeyId }) => KmsKeyId !== undefined);
    const accessLogs = stack
      .ofType(STAGE)
      .map(({ properties }) => Stage.parse(properties).AccessLogSetting?.DestinationArn);
    const keeps = groups.filter(
      ({ name, KmsKeyId }) =>
        KmsKeyId !== undefined || accessLogs.some((arn) => arn?.replace(/:\*$/, '').endsWith(`:log-group:${name}`)),
    );
    return [
      ...groups.filter(({ RetentionInDays }) => RetentionInDays === undefined).map(({ name }) => `${name} has no end`),
      ...writtenBy
        .filter(({ log }) => !groups.some(({ name }) => name === log))
        .map(({ path }) => `${path} writes a log that Lambda makes, without end`),
      ...(records.length === 1 ? [] : [`${records.length} logs are encrypted, the audit log should be`]),
      ...(accessLogs.length > 0 && keeps.length === accessLogs.length + 1
        ? []
        : ['a stage writes no access log of ours']),
      ...keeps
        .filter(({ DeletionProtectionEnabled }) => DeletionProtectionEnabled !== true)
        .map(({ name }) => `${name} can be deleted`),
    ];
  },
  losses: {
    'a log has no end': changed(GROUP, drop('RetentionInDays')),
    'the audit log can be deleted': changed(GROUP, put({ DeletionProtectionEnabled: false }), isEncrypted),
    'the audit log is not encrypted': changed(GROUP, drop('KmsKeyId'), isEncrypted),
    'the access log can be deleted': changed(
      GROUP,
      drop('DeletionProtectionEnabled'),
      (it) => isKept(it) && !isEncrypted(it),
    ),
    'a function writes a log that Lambda makes': changed(FUNCTION, drop('LoggingConfig')),
    'no access log is written': changed(STAGE, drop('AccessLogSetting')),
  },
};

/** No one method can be called without end, and API Gateway writes down no request. */
export const throttledMethods: TemplateRule = {
  problemsOf(stack) {
    const settings = stack.ofType(STAGE).flatMap(({ properties }) => Stage.parse(properties).MethodSettings);
    const throttled = settings
      .filter(
        ({ ThrottlingRateLimit = 0, ThrottlingBurstLimit = 0 }) => ThrottlingRateLimit > 0 && ThrottlingBurstLimit > 0,
      )
      .map(({ HttpMethod, ResourcePath }) => `${HttpMethod} ${ResourcePath.replace(/^\//, '').replaceAll('~1', '/')}`);
    return [
      ...stack
        .ofType('AWS::ApiGateway::Method')
        .map((method) => routeOf(method, stack))
        .filter((route) => !throttled.includes(route))
        .map((route) => `${route} has no throttle under its own name`),
      ...settings
        .filter(({ DataTraceEnabled }) => DataTraceEnabled !== false)
        .map(({ ResourcePath }) => `${ResourcePath} may be traced with its tokens`),
    ];
  },
  losses: {
    'methods have no settings': changed(STAGE, drop('MethodSettings')),
    'a wildcard stands for all methods': changed(
      STAGE,
      put({
        MethodSettings: [
          {
            HttpMethod: '*',
            ResourcePath: '/*',
            ThrottlingRateLimit: 50,
            ThrottlingBurstLimit: 100,
            DataTraceEnabled: false,
          },
        ],
      }),
    ),
    'a sign-in route is throttled under a name that it does not have': changed(STAGE, eachPath(/consent$/, 'consents')),
    'a method has no rate': changed(STAGE, eachSetting('ThrottlingRateLimit', -1)),
    'a method has no burst': changed(STAGE, eachSetting('ThrottlingBurstLimit', 0)),
    'requests are traced': changed(STAGE, eachSetting('DataTraceEnabled', true)),
  },
};

function eachSetting(name: string, value: number | boolean) {
  return (properties: DeployedResource['properties']) => ({
    ...properties,
    MethodSettings: Settings.parse(properties.MethodSettings).map((setting) => ({ ...setting, [name]: value })),
  });
}

function eachPath(pattern: RegExp, replacement: string) {
  return (properties: DeployedResource['properties']) => ({
    ...properties,
    MethodSettings: Settings.parse(properties.MethodSettings).map(({ ResourcePath, ...setting }) => ({
      ...setting,
      ResourcePath: String(ResourcePath).replace(pattern, replacement),
    })),
  });
}
