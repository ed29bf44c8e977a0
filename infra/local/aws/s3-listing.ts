import * as z from 'zod';
import { invalidInput } from './aws-refusal.ts';
import type { Bucket } from './bucket.ts';
import type { XmlContent } from './xml-document.ts';

const MAX_KEYS = 1000;

const ListParameters = z.object({
  prefix: z.string().default(''),
  delimiter: z.string().default(''),
  'max-keys': z.coerce.number().int().min(0).default(MAX_KEYS),
  'continuation-token': z.string().optional(),
  'start-after': z.string().default(''),
  'fetch-owner': z.literal('false').optional(),
});

/** One line of a listing: an object, or a folder that stands for all objects below it. */
interface Entry {
  readonly name: string;
  readonly folder: boolean;
}

/** The content of a `ListBucketResult`, as `ListObjectsV2` answers. */
export function listObjects(bucket: Bucket, query: { readonly [name: string]: string }): XmlContent {
  const parsed = ListParameters.safeParse({ ...query });
  if (!parsed.success) throw invalidInput(z.prettifyError(parsed.error));
  const {
    prefix,
    delimiter,
    'max-keys': maxKeys,
    'continuation-token': token,
    'start-after': startAfter,
  } = parsed.data;
  const after = token === undefined ? startAfter : Buffer.from(token, 'base64url').toString('utf8');
  const all = entriesOf(bucket, prefix, delimiter).filter(({ name }) => compare(name, after) > 0);
  const page = all.slice(0, Math.min(maxKeys, MAX_KEYS));
  const last = page.at(-1);
  const more = all.length > page.length && last !== undefined;
  return {
    '@xmlns': 'http://s3.amazonaws.com/doc/2006-03-01/',
    Name: bucket.name,
    Prefix: prefix,
    ...(delimiter === '' ? {} : { Delimiter: delimiter }),
    MaxKeys: maxKeys,
    KeyCount: page.length,
    IsTruncated: more,
    ...(token === undefined ? {} : { ContinuationToken: token }),
    ...(more ? { NextContinuationToken: Buffer.from(last.name, 'utf8').toString('base64url') } : {}),
    Contents: page.filter(({ folder }) => !folder).map(({ name }) => contentOf(bucket, name)),
    CommonPrefixes: page.filter(({ folder }) => folder).map(({ name }) => ({ Prefix: name })),
  };
}

function entriesOf({ objects }: Bucket, prefix: string, delimiter: string): readonly Entry[] {
  const entries = new Map<string, Entry>();
  for (const key of objects.keys()) {
    if (!key.startsWith(prefix)) continue;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const name = cut === -1 ? key : key.slice(0, cut + delimiter.length);
    entries.set(name, { name, folder: cut !== -1 });
  }
  return [...entries.values()].sort((a, b) => compare(a.name, b.name));
}

function contentOf({ objects }: Bucket, key: string): XmlContent {
  const object = objects.get(key);
  return {
    Key: key,
    LastModified: object?.modified.toISOString() ?? '',
    ETag: object?.etag ?? '',
    Size: object?.body.length ?? 0,
    StorageClass: 'STANDARD',
  };
}

/** S3 sorts by the bytes of UTF-8. */
function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));
}
