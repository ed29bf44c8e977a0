import * as z from 'zod';
import { ContractDocument, Listing } from '../../shared/contract-document.ts';
import { Downstream } from '../../shared/downstream.ts';
import { SessionPolicy } from '../../shared/session-policy.ts';

/** What a field of the template that this report does not understand says, as it stands there. */
const Raw = z.string();

/**
 * One statement of an IAM policy. `whole`: every word of it is in the fields. `raw`: it has a form this report does not know,
 * and stands here as the template has it, because a right that is left out would be a lie.
 *
 * Names in angle brackets are the template's references: `<Orders.Arn>` is the ARN of the resource at the path `Orders`.
 */
export const ReportStatement = z.discriminatedUnion('read', [
  z.strictObject({
    read: z.literal('whole'),
    /** Which policy it stands in. */
    from: z.string(),
    effect: z.enum(['Allow', 'Deny']),
    actions: z.array(z.string()).optional(),
    notActions: z.array(z.string()).optional(),
    resources: z.array(z.string()).optional(),
    notResources: z.array(z.string()).optional(),
    /** Who, in policies of resources and in trust policies: `AWS: <Gateway/Function/Role.Arn>`. */
    principals: z.array(z.string()).optional(),
    notPrincipals: z.array(z.string()).optional(),
    conditions: z.array(z.strictObject({ operator: z.string(), key: z.string(), values: z.array(z.string()) })),
    /** Whether a resource or a condition holds the caller's tag, so that the statement means something else for each caller. */
    ofCaller: z.boolean(),
  }),
  z.strictObject({ read: z.literal('raw'), from: z.string(), raw: Raw }),
]);
export type ReportStatement = z.infer<typeof ReportStatement>;

/** A role and all that the template says it may do. */
export const ReportRole = z.strictObject({
  name: z.string(),
  place: z.string(),
  /** Of inline, attached and managed policies, and of policies of resources that name the role. */
  statements: z.array(ReportStatement),
  /** Who may borrow it. */
  trust: z.array(ReportStatement),
  /** Attached policies whose text is not in the template: AWS's own, or another app's. */
  elsewhere: z.array(z.string()),
  /** Upper bound of the role. Undefined: it has none. */
  boundary: z.strictObject({ name: z.string(), statements: z.array(ReportStatement) }).optional(),
});
export type ReportRole = z.infer<typeof ReportRole>;

/**
 * What the policies say to one sort of caller before any argument or client is known: yes with all of them, yes with some,
 * or no with every one.
 */
export const Verdict = z.enum(['always', 'depends', 'never']);
export type Verdict = z.infer<typeof Verdict>;

/** Who can call a tool. */
export const ReportAccess = z.strictObject({
  /** What the token must hold, as it stands there. */
  scope: z.string(),
  callers: ContractDocument.shape.callers,
  /** One row for each kind of caller and each known group; `group` is absent for a caller without groups. */
  rows: z.array(
    z.strictObject({
      kind: z.enum(['person', 'machine']),
      group: z.string().optional(),
      verdict: Verdict,
      because: z.string(),
    }),
  ),
  /** Ids of the policies that may have a say, whoever calls. */
  policies: z.array(z.string()),
});
export type ReportAccess = z.infer<typeof ReportAccess>;

/** How a loan is narrowed: the template of its session policy, and one filled with made-up arguments. */
export const ReportNarrowing = z.union([
  z.strictObject({ template: SessionPolicy, example: SessionPolicy }),
  z.strictObject({ raw: Raw }),
]);
export type ReportNarrowing = z.infer<typeof ReportNarrowing>;

/** A secret that the tool is told of, or that its role reaches without being told. */
export const ReportSecret = z.strictObject({
  /** As in `addSecret`; absent where a statement alone reaches it. */
  name: z.string().optional(),
  /** Its ARN; `{caller}` stands for the caller's id. */
  place: z.string(),
  kind: z.enum(['shared', 'per caller', 'by statement alone']),
  /** What people are asked for on the page for secrets, where they enter it themselves. */
  label: z.string().optional(),
});
export type ReportSecret = z.infer<typeof ReportSecret>;

/** The network of the account that a function stands in, as far as it decides where the function can connect. */
export const ReportVpc = z.strictObject({
  name: z.string(),
  /** Routes out of its subnets, other than to the VPC itself: `0.0.0.0/0 → <…/NatGateway>`. Empty: no way to the internet. */
  routes: z.array(z.string()),
  /** Services of AWS that are reached without the internet. */
  endpoints: z.array(z.string()),
  /** What the function's security groups let out, one text for each rule. */
  egress: z.array(z.string()),
  /** Rules of the DNS firewall, in the order they are asked. */
  names: z.array(z.strictObject({ action: z.string(), domains: z.array(z.string()) })),
  /** Whether names are answered while that firewall is out of order. */
  failOpen: z.string().optional(),
});
export type ReportVpc = z.infer<typeof ReportVpc>;

/** What a tool may talk to: what its contract says, and how its function is wired. */
export const ReportNetwork = z.strictObject({
  need: ContractDocument.shape.network,
  /** Absent: the function stands in no network of the account, so nothing in the template limits where it connects. */
  vpc: ReportVpc.optional(),
  /** Hosts that stand in the function's variables. */
  named: z.array(z.string()),
});
export type ReportNetwork = z.infer<typeof ReportNetwork>;

/** Something that is less strict than it could be. A reviewer reads these first. */
export const Weakening = z.strictObject({
  /** Stable name, for machines: `audience-client-and-scope`. */
  id: z.string(),
  /** Absent where it is about the whole gateway. */
  tool: z.string().optional(),
  words: z.string(),
});
export type Weakening = z.infer<typeof Weakening>;

/** One tool. */
export const ReportTool = z.strictObject({
  name: z.string(),
  title: z.string(),
  effect: ContractDocument.shape.effect,
  openWorld: z.boolean(),
  access: ReportAccess,
  /** Undefined: the template has no such role, and every call fails. */
  role: ReportRole.optional(),
  /** Undefined: a loan is the whole role. */
  narrowing: ReportNarrowing.optional(),
  /** The role the function itself runs with. */
  functionRole: ReportRole.optional(),
  secrets: z.array(ReportSecret),
  /** Services outside AWS that are called in the caller's name. */
  downstreams: z.union([z.array(Downstream), z.strictObject({ raw: Raw })]),
  network: ReportNetwork,
});
export type ReportTool = z.infer<typeof ReportTool>;

/** One endpoint and its tools. */
export const ReportGateway = z.strictObject({
  name: z.string(),
  place: z.string(),
  endpoint: z.string(),
  listing: Listing,
  baselineScopes: z.array(z.string()),
  /** Variables of the two gates and the sign-in by which they decide, as they stand in the template. */
  settings: z.record(z.string(), z.string()),
  /** Absent: scopes alone decide. */
  policies: z
    .array(z.strictObject({ id: z.string(), effect: z.enum(['permit', 'forbid']), text: z.string() }))
    .optional(),
  tools: z.array(ReportTool),
  /** Roles of the gateway's own functions, and of its page for secrets. */
  ownRoles: z.array(ReportRole),
  weakenings: z.array(Weakening),
});
export type ReportGateway = z.infer<typeof ReportGateway>;

/**
 * What the tools of an app may do, who may have it done, and what is weaker than it could be. Made from the synthesised
 * templates and nothing else.
 *
 * `version` grows when a field changes its meaning or goes away; new fields alone do not change it.
 */
export const ReportDocument = z.strictObject({
  format: z.literal('sallyport-report'),
  version: z.literal(1),
  gateways: z.array(ReportGateway),
  /** Parts of the templates that may give rights and that this report could not place. Empty in a report one can rely on. */
  unplaced: z.array(z.strictObject({ place: z.string(), what: z.string() })),
});
export type ReportDocument = z.infer<typeof ReportDocument>;
