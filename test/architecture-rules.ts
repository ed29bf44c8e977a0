import { posix } from 'node:path';

/** A source file: its path from the root of the repository, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

interface FolderRule {
  /** Folders it may import from. */
  readonly reach: readonly string[];
  /** Packages it may never import. */
  readonly never: RegExp;
}

const CLOUD = /^(aws-cdk-lib|constructs|cdk-nag)/;
const POWERLESS = /^(aws-cdk-lib|constructs|cdk-nag|@modelcontextprotocol\/|@aws-sdk\/client-(sts|lambda|iam)$)/;

/** Who may import whom (design §4). The longest folder a path starts with holds. */
export const FOLDERS: { readonly [folder: string]: FolderRule } = {
  shared: { reach: ['shared'], never: /^(?!zod$)/ },
  'functions/runtime': { reach: ['functions/runtime', 'shared'], never: POWERLESS },
  'functions/tools': { reach: ['functions/tools', 'functions/runtime', 'shared'], never: POWERLESS },
  'functions/audit': { reach: ['functions/audit', 'shared'], never: POWERLESS },
  'functions/policy': { reach: ['functions/policy', 'shared'], never: POWERLESS },
  'functions/gateway': {
    reach: [
      'functions/gateway',
      'functions/contracts',
      'functions/policy',
      'functions/runtime',
      'functions/exchange',
      'functions/audit',
      'shared',
      'functions/json',
      'functions/log',
    ],
    never: CLOUD,
  },
  // Tokens for services outside AWS: who calls and who acts is said to their issuers, and what comes back is judged.
  'functions/exchange': {
    reach: ['functions/exchange', 'functions/signing', 'functions/json', 'shared', 'functions/http'],
    never: POWERLESS,
  },
  // Small things that several functions need alike.
  'functions/http': { reach: ['functions/http'], never: POWERLESS },
  'functions/json': { reach: ['functions/json', 'shared'], never: POWERLESS },
  'functions/log': { reach: ['functions/log'], never: POWERLESS },
  'functions/contracts': { reach: ['functions/contracts', 'shared'], never: POWERLESS },
  // The name of the gateway's key: the gateway signs under it, its key set says it.
  'functions/signing': { reach: ['functions/signing'], never: POWERLESS },
  'functions/delegation': {
    reach: ['functions/delegation', 'functions/signing', 'functions/web', 'shared'],
    never: POWERLESS,
  },
  // Who a caller is in AWS: the authorizer writes it, the operator function looks for it.
  'functions/identity': { reach: ['functions/identity', 'shared'], never: POWERLESS },
  'functions/authorizer': {
    reach: [
      'functions/authorizer',
      'functions/contracts',
      'functions/policy',
      'functions/identity',
      'functions/audit',
      'shared',
      'functions/http',
      'functions/log',
    ],
    never: POWERLESS,
  },
  // Pages, forms and cookies, for the two functions that people's browsers talk to.
  'functions/web': { reach: ['functions/web', 'shared'], never: POWERLESS },
  'functions/oauth': {
    reach: [
      'functions/oauth',
      'functions/contracts',
      'functions/web',
      'functions/audit',
      'shared',
      'functions/http',
      'functions/log',
    ],
    never: POWERLESS,
  },
  // Borrows one role for the person who signed in to its page, to write that person's secret.
  'functions/connect': {
    reach: [
      'functions/connect',
      'functions/web',
      'functions/identity',
      'functions/audit',
      'shared',
      'functions/http',
      'functions/log',
    ],
    never: CLOUD,
  },
  // The one place besides the gateway with power: over switches, sign-ins and the boundary of lent sessions.
  'functions/operator': {
    reach: [
      'functions/operator',
      'functions/contracts',
      'functions/identity',
      'functions/audit',
      'shared',
      'functions/http',
      'functions/log',
    ],
    never: CLOUD,
  },
  infra: { reach: ['infra', 'infra/tool', 'shared'], never: /^@(aws-sdk|middy|smithy)\// },
  'infra/tool': { reach: ['infra', 'infra/tool', 'shared'], never: /^@(aws-sdk|middy|smithy)\// },
  'infra/local': { reach: ['infra/local', 'infra', 'infra/tool', 'shared'], never: /^@middy\// },
  'infra/cli': { reach: ['infra/cli', 'infra', 'infra/tool', 'shared'], never: /^@middy\// },
};

/** Inside infra a tool knows no gateway: the gateway hands over what the tool needs. */
const TOOL_NEVER = /^infra\/(gateway|identity|grants|demo|app|mcp-stack)/;

const MAX_LINES = 250;
const VAGUE = /^(utils?|helpers?|common|types|misc)\.(ts|js)$/;
const IMPORT = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(['"])([^'"\n]+)\1/g;
const DEFAULT_EXPORT = /^\s*export\s+default\b|\bas\s+default\s*[,}]/m;

/** Everything a set of files does that the architecture forbids, one sentence each. */
export function findBrokenRules(files: readonly SourceFile[]): readonly string[] {
  return [...files.flatMap((file) => [...directionOf(file), ...shapeOf(file)]), ...cyclesOf(files)];
}

function directionOf(file: SourceFile): readonly string[] {
  const folder = folderOf(file.path);
  const rule = folder === undefined ? undefined : FOLDERS[folder];
  if (!rule) return [`${file.path} is in a folder without a rule`];
  return importsOf(file).flatMap((target) => {
    if (target.startsWith('node:')) return folder === 'shared' ? [`${file.path} imports ${target}`] : [];
    if (!target.startsWith('.')) return rule.never.test(target) ? [`${file.path} imports ${target}`] : [];
    const path = resolveImport(file, target);
    const allowed = rule.reach.includes(folderOf(path) ?? '') && !(folder === 'infra/tool' && TOOL_NEVER.test(path));
    return allowed ? [] : [`${file.path} reaches into ${path}`];
  });
}

function shapeOf({ path, text }: SourceFile): readonly string[] {
  const lines = text.trimEnd().split('\n').length;
  const broken: string[] = [];
  if (lines > MAX_LINES) broken.push(`${path} has ${lines} lines, more than ${MAX_LINES}`);
  if (DEFAULT_EXPORT.test(text)) broken.push(`${path} has a default export`);
  if (VAGUE.test(posix.basename(path))) broken.push(`${path} has a name that says nothing`);
  return broken;
}

function cyclesOf(files: readonly SourceFile[]): readonly string[] {
  const neighbours = new Map(
    files.map((file) => [
      file.path,
      importsOf(file)
        .filter((target) => target.startsWith('.'))
        .map((target) => resolveImport(file, target)),
    ]),
  );
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): readonly string[] => {
    if (way.includes(path)) return [`${[...way.slice(way.indexOf(path)), path].join(' → ')} is a cycle`];
    if (done.has(path)) return [];
    const found = (neighbours.get(path) ?? []).flatMap((next) => visit(next, [...way, path]));
    done.add(path);
    return found;
  };
  return files.flatMap(({ path }) => visit(path, []));
}

function folderOf(path: string): string | undefined {
  return Object.keys(FOLDERS)
    .filter((folder) => path.startsWith(`${folder}/`))
    .toSorted((a, b) => b.length - a.length)[0];
}

function importsOf({ text }: SourceFile): readonly string[] {
  return [...text.matchAll(IMPORT)].flatMap(([, , target]) => (target === undefined ? [] : [target]));
}

function resolveImport(file: SourceFile, target: string): string {
  return posix.normalize(posix.join(posix.dirname(file.path), target));
}
