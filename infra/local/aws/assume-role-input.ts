import * as z from 'zod';
import { invalidInput } from './aws-refusal.ts';

const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** A key or value of a tag; lengths as STS counts them. */
const TagKey = z
  .string()
  .min(1)
  .max(128)
  .regex(TAG_TEXT)
  .refine((key) => !key.toLowerCase().startsWith('aws:'), 'tag keys must not begin with aws:');

const Input = z.strictObject({
  RoleArn: z.string().min(20).max(2048),
  RoleSessionName: z.string().regex(SESSION_NAME),
  DurationSeconds: z.coerce.number().int().min(900).max(43_200).default(3600),
  Policy: z.string().min(1).max(2048).optional(),
  SourceIdentity: z.string().regex(SESSION_NAME).optional(),
  ExternalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/)
    .optional(),
  Tags: z.array(z.strictObject({ Key: TagKey, Value: z.string().max(256).regex(TAG_TEXT) })).max(50),
  TransitiveTagKeys: z.array(TagKey).max(50),
});

/** The parameters of `AssumeRole` that local mode knows: no MFA, no managed session policies. */
export type AssumeRoleInput = z.infer<typeof Input>;

/** Reads `AssumeRole` from the query protocol's flat names. @throws AwsError naming the parameter. */
export function readAssumeRole(parameters: { readonly [name: string]: string }): AssumeRoleInput {
  const lists = { Tags: [] as Record<string, string>[], TransitiveTagKeys: [] as string[] };
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters)) {
    const [, tagPlace, field] = /^Tags\.member\.([1-9]\d?)\.(Key|Value)$/.exec(name) ?? [];
    const [, keyPlace] = /^TransitiveTagKeys\.member\.([1-9]\d?)$/.exec(name) ?? [];
    if (tagPlace !== undefined && field !== undefined) {
      const index = Number(tagPlace) - 1;
      lists.Tags[index] = { ...lists.Tags[index], [field]: value };
    } else if (keyPlace !== undefined) {
      lists.TransitiveTagKeys[Number(keyPlace) - 1] = value;
    } else if (name !== 'Tags' && name !== 'TransitiveTagKeys') {
      plain[name] = value;
    }
  }
  const parsed = Input.safeParse({ ...plain, ...lists });
  if (!parsed.success)
    throw invalidInput(`local mode does not accept this AssumeRole: ${z.prettifyError(parsed.error)}`);
  return { ...parsed.data, TransitiveTagKeys: transitiveKeys(parsed.data) };
}

/** The transitive keys as the tags spell them: STS compares tag keys without regard to case. */
function transitiveKeys({ Tags, TransitiveTagKeys }: AssumeRoleInput): string[] {
  const keys = new Map(Tags.map(({ Key }) => [Key.toLowerCase(), Key]));
  if (keys.size < Tags.length) throw invalidInput('Duplicate tag keys found');
  return TransitiveTagKeys.map((name) => {
    const key = keys.get(name.toLowerCase());
    if (key === undefined) throw invalidInput(`the transitive tag key ${name} has no tag`);
    return key;
  });
}
