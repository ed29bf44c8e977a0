import { XMLBuilder } from 'fast-xml-parser';

/** Content of an XML element: text, or child elements, or a repeated element. */
export type XmlContent = string | number | boolean | readonly XmlContent[] | { readonly [name: string]: XmlContent };

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressEmptyNode: false });

/** Writes an XML document; text is escaped. A name that begins with `@` becomes an attribute. */
export function xmlDocument(root: { readonly [name: string]: XmlContent }): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(root)}`;
}
