import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  Metadata: z.record(z.string(), z.unknown()).default({}),
});
const PlainTemplate = z.object({
  Resources: z.record(z.string(), Resource),
  Outputs: z.record(z.string(), z.object({ Value: z.string() })).default({}),
});
export type PlainTemplate = z.infer<typeof PlainTemplate>;

/** A stack's template with intrinsics written as text: `<Id>` for Ref, `<Id.Arn>` for GetAtt, joins joined. */
export function plainTemplate(stack: Stack): PlainTemplate {
  const { Resources, Outputs } = Template.fromStack(stack).toJSON();
  return PlainTemplate.parse(plain({ Resources, Outputs }));
}

/** Properties of all resources of one type, by logical id. */
export function ofType(template: PlainTemplate, type: string): [string, Record<string, unknown>][] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, { Properties }]) => [id, Properties]);
}

const Ref = z.strictObject({ Ref: z.string() });
const GetAtt = z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const Join = z.strictObject({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) });

function plain(value: unknown): unknown {
  const ref = Ref.safeParse(value).data;
  if (ref) return `<${ref.Ref}>`;
  const getAtt = GetAtt.safeParse(value).data;
  if (getAtt) return `<${getAtt['Fn::GetAtt'].join('.')}>`;
  const join = Join.safeParse(value).data;
  if (join) return join['Fn::Join'][1].map((part) => String(plain(part))).join('');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, plain(child)]));
}
