import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';

/** What Cedar says is wrong with a text, with the file and the line. */
export function errorWords(file: string, text: string, errors: readonly DetailedError[]): string {
  return errors
    .map((error) => {
      const [at] = error.sourceLocations ?? [];
      const place = at ? `${file}:${text.slice(0, at.start).split('\n').length}` : file;
      return `${place}: ${sentence(error)}`;
    })
    .join('; ');
}

/** Cedar's message and its advice. */
export function sentence({ message, help }: DetailedError): string {
  return help ? `${message} (${help})` : message;
}
