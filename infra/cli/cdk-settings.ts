import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { CommandError, ExitCode } from './exit-code.ts';

const CdkSettings = z.object({ app: z.string().min(1), context: z.record(z.string(), z.unknown()).default({}) });

/** What `cdk.json` says about the app. */
export type CdkSettings = z.infer<typeof CdkSettings>;

/**
 * Reads `cdk.json` of a folder.
 *
 * @throws CommandError when there is none, or it names no app.
 */
export async function readCdkSettings(folder: string): Promise<CdkSettings> {
  try {
    return CdkSettings.parse(JSON.parse(await readFile(join(folder, 'cdk.json'), 'utf8')));
  } catch (error) {
    const sentence = 'There is no cdk.json with an "app" in this folder. Run this command where cdk.json is.';
    throw new CommandError(ExitCode.usage, sentence, { cause: error });
  }
}
