import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const readme = readFileSync('README.md', 'utf8');

/** Code blocks with the file named in the line before them. */
const BLOCKS = [...readme.matchAll(/`([\w./-]+\.ts)`\n\n```ts\n([\s\S]*?)```/g)].map(([, file = '', code = '']) => ({
  file,
  code,
}));

function lines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

test('the README shows the three pieces of a tool, and every TypeScript block names its file', () => {
  expect(BLOCKS).toHaveLength(3);
  expect(readme.match(/```ts/g)).toHaveLength(BLOCKS.length);
});

test.each(BLOCKS)('what the README shows of $file stands there, in this order', ({ file, code }) => {
  const source = lines(readFileSync(file, 'utf8'));
  let from = 0;
  for (const line of lines(code)) {
    const at = source.indexOf(line, from);
    expect(at, `${file} has no line after ${from}: ${line}`).toBeGreaterThanOrEqual(0);
    from = at + 1;
  }
});

test('every command and file the README names exists', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const [, script = ''] of readme.matchAll(/npm run ([\w:]+)/g)) expect(Object.keys(scripts)).toContain(script);
  for (const [, link = ''] of readme.matchAll(/\]\(([\w./-]+)(?:#[\w-]+)?\)/g))
    expect(() => readFileSync(link)).not.toThrow();
});
