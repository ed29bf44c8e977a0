/** Name of the cookie that holds the key of one consent page, by the page's id. */
export function consentCookie(id: string): string {
  return `sallyport-consent-${id}`;
}
