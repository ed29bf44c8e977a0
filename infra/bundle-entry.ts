import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
import { CONTRACT_PACKAGE } from '../shared/contract-document.ts';
import { secretIn } from './secret-forms.ts';

/** CommonJS packages inside an ES module bundle ask for Node's own modules through `require`. */
const REQUIRE =
  "import{createRequire as sallyportRequire}from'node:module';const require=sallyportRequire(import.meta.url);";

/**
 * Ways to credentials that no function takes: Lambda puts its own into the environment, and a tool is lent the caller's.
 * The AWS SDK loads them only when it is asked to, so without them a function starts sooner and cannot ask.
 */
const UNUSED_CREDENTIALS = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

/** Never used: a bundle that esbuild cannot make on this machine fails the synth. */
const NO_IMAGE = DockerImage.fromRegistry('sallyport-bundles-without-docker');

/**
 * Bundles one entry file into a folder with an `index.mjs`, the AWS SDK included.
 *
 * In this process, because CDK's own `NodejsFunction` starts `npx` for every function: half a second each.
 */
export function bundleEntry(entry: string, bundling: BuildOptions = {}): lambda.Code {
  return lambda.Code.fromAsset(SOURCES, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: NO_IMAGE,
      // Never run. CDK bundles once for equal options, and functions are not compared: this tells entries apart.
      command: [entry, JSON.stringify(bundling)],
      local: { tryBundle: (folder) => bundle(entry, folder, bundling) },
    },
  });
}

/** What is bundled is given by `entry`; CDK only wants to know a folder that exists. */
const SOURCES = fileURLToPath(new URL('.', import.meta.url));

/**
 * What code imports only when it needs it becomes a file of its own. esbuild gives such a file of a CommonJS package no
 * named exports, so code that does that stays in one piece.
 */
function bundle(entry: string, folder: string, bundling: BuildOptions): true {
  const options: BuildOptions = {
    ...OURS,
    ...bundling,
    external: [CONTRACT_PACKAGE, ...UNUSED_CREDENTIALS, ...(bundling.external ?? [])],
    entryPoints: [entry],
    outdir: folder,
    entryNames: 'index',
    outExtension: { '.js': '.mjs' },
  };
  const split = buildSync({ ...options, splitting: true, metafile: true, write: false });
  const whole = importsCommonJsLater(split.metafile) ? buildSync({ ...options, write: false }) : split;
  for (const { path, contents, text } of whole.outputFiles) {
    checkHoldsNoSecret(entry, text);
    writeFileSync(path, contents);
  }
  return true;
}

/** @throws Error for a bundle with a secret in it: whoever may read the function's code could read it (H1). */
function checkHoldsNoSecret(entry: string, text: string): void {
  const kind = secretIn(text);
  if (kind === undefined) return;
  throw new Error(
    `${entry}: the bundle holds what looks like ${kind}; keep it in a secret and read it with call.secret()`,
  );
}

const OURS: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  banner: { js: REQUIRE },
  logLevel: 'silent',
};

function importsCommonJsLater({ inputs }: Metafile): boolean {
  const later = Object.values(inputs).flatMap(({ imports }) => imports.filter(({ kind }) => kind === 'dynamic-import'));
  return later.some(({ path }) => inputs[path]?.format === 'cjs');
}
