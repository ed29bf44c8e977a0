import * as z from 'zod';
import { type DeployedResource, UnknownInTemplate } from '../template/deployed-stack.ts';
import { type AccessLogFormat, AccessLogSetting, readAccessLog } from './access-log.ts';
import { parseProperties } from './parse-properties.ts';
import type { ThrottleLimits } from './throttle.ts';

/** What the stage adds to its methods. */
export interface ApiStage {
  readonly name: string;
  readonly deploymentId: string;
  readonly accessLog: AccessLogFormat | undefined;
  /** Limits for a method of a path; undefined when the stage sets none. */
  throttleOf(verb: string, path: string): ThrottleLimits | undefined;
}

const MethodSetting = z.strictObject({
  HttpMethod: z.string(),
  ResourcePath: z.string(),
  ThrottlingBurstLimit: z.number().min(0).optional(),
  ThrottlingRateLimit: z.number().min(0).optional(),
  CachingEnabled: z.literal(false).optional(),
  DataTraceEnabled: z.boolean().optional(),
  LoggingLevel: z.string().optional(),
  MetricsEnabled: z.boolean().optional(),
});
type MethodSetting = z.infer<typeof MethodSetting>;

const Properties = z.strictObject({
  StageName: z.string(),
  RestApiId: z.string(),
  DeploymentId: z.string(),
  Description: z.string().optional(),
  AccessLogSetting: AccessLogSetting.optional(),
  CacheClusterEnabled: z.literal(false).optional(),
  MethodSettings: z.array(MethodSetting).default([]),
  TracingEnabled: z.boolean().optional(),
  Tags: z.unknown().optional(),
});

/** An account's own limits for an API, where a setting names only one of the two. */
const ACCOUNT_LIMITS: ThrottleLimits = { rate: 10_000, burst: 5_000 };

/** @throws UnknownInTemplate for caches, stage variables and half-wild throttle keys. */
export function readStage(resource: DeployedResource): ApiStage {
  const {
    StageName,
    DeploymentId,
    AccessLogSetting: accessLog,
    MethodSettings,
  } = parseProperties(Properties, resource);
  const settings = new Map(MethodSettings.map((setting) => [keyOf(setting, resource.path), limitsOf(setting)]));
  return {
    name: StageName,
    deploymentId: DeploymentId,
    accessLog: readAccessLog(accessLog, resource.path),
    throttleOf: (verb, path) => settings.get(`${verb} ${path}`) ?? settings.get(EVERY_METHOD),
  };
}

const EVERY_METHOD = '* /*';

/** `ResourcePath` is `/*`, or `/` and the path with its slashes written `~1` (RFC 6901). */
function keyOf({ HttpMethod, ResourcePath }: MethodSetting, where: string): string {
  const path = ResourcePath.startsWith('/~1') ? ResourcePath.slice(1).replaceAll('~1', '/') : ResourcePath;
  const key = `${HttpMethod} ${path}`;
  if (key !== EVERY_METHOD && key.includes('*')) {
    throw new UnknownInTemplate(`the method setting ${key}, neither for one method nor for all`, where);
  }
  return key;
}

function limitsOf({ ThrottlingRateLimit, ThrottlingBurstLimit }: MethodSetting): ThrottleLimits | undefined {
  if (ThrottlingRateLimit === undefined && ThrottlingBurstLimit === undefined) return undefined;
  return {
    rate: ThrottlingRateLimit ?? ACCOUNT_LIMITS.rate,
    burst: ThrottlingBurstLimit ?? ACCOUNT_LIMITS.burst,
  };
}
