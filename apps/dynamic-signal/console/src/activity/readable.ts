/** An address as a person reads it: decoded, unless it cannot be. What was sent stays in the details. */
export function readable(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '))
  } catch {
    return path
  }
}

/** Without the base that all requests share: `/Users?count=1` of `/t/contoso/scim/v2/Users?count=1`. */
export function withoutBase(path: string): string {
  const base = /^(?:\/t\/[^/?]+)?\/scim(?:\/v2)?(?=[/?]|$)/.exec(path)?.[0] ?? ''
  return path.slice(base.length) || '/'
}

/** JSON with line breaks; anything else as it is. */
export function pretty(body: string): { readonly text: string; readonly isJson: boolean } {
  try {
    return { text: JSON.stringify(JSON.parse(body), null, 2), isJson: true }
  } catch {
    return { text: body, isJson: false }
  }
}
